import { PubSubRefusal } from '../../shared/domain/pubsubRefusal.ts';
import { Refused } from './terminal.ts';
import { untilInterrupted } from './untilInterrupted.ts';

export const unknownLetter = (id: string): Refused =>
  new Refused(`There is no dead letter ${id}, or somebody else holds it: see "deadletters list".`);

/** Ctrl-C gives back what is held. */
export async function walking<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await untilInterrupted(work);
  } catch (error) {
    throw error instanceof PubSubRefusal ? refusalOf(error) : error;
  }
}

const ROLES = { topic: 'roles/pubsub.publisher', subscription: 'roles/pubsub.subscriber' } as const;

function refusalOf({ reason, resource, path }: PubSubRefusal): Refused {
  if (reason === 'missing')
    return new Refused(
      `There is no ${resource} ${path}: "terraform apply" creates it (google_pubsub_${resource}).`,
    );
  return new Refused(`You may not use the ${resource} ${path}: have ${ROLES[resource]} granted on it.`);
}
