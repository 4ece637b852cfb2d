import { z } from 'zod';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { gmailPublisher } from '../../support/stack/gmailPublisher.ts';
import type { Journal } from './journal.ts';
import { AGENT, NEIGHBOUR, NEIGHBOURING_CONTACTS } from './people.ts';
import { olderMail, olderMailOf } from './scenario.ts';
import { type Session, step } from './session.ts';

const OLDER_MAILS = 16;

const Notified = z.object({ historyId: z.string() });

/** A Gmail with the agents' accounts and some older mail, which publishes to Pub/Sub; the journal hears when. */
export async function startSimulatedGmail(
  session: Session,
  projectId: string,
  journal: Journal,
): Promise<GmailSimulator> {
  const publisher = gmailPublisher(projectId);
  session.resources.defer(() => publisher.close());
  const publish = async (topic: string, payload: Buffer) => {
    await publisher.publish(topic, payload);
    journal.notified(Notified.parse(JSON.parse(payload.toString())).historyId);
  };
  const gmail = await step(
    session,
    'Gmail',
    () => GmailSimulator.start({ publish }),
    ({ url }) => `${url}, simulated`,
  );
  session.resources.defer(() => gmail.close());
  const account = gmail.addAccount({ address: AGENT.address });
  account.seed(OLDER_MAILS, (index) => olderMail(index, OLDER_MAILS));
  const neighbours = gmail.addAccount({ address: NEIGHBOUR.address });
  neighbours.seed(OLDER_MAILS, (index) => olderMailOf(NEIGHBOUR, NEIGHBOURING_CONTACTS, index, OLDER_MAILS));
  return gmail;
}
