import { FirebaseError } from 'firebase/app';

export type Attempt = 'allowed' | 'denied';

/** Whether the rules let it. @throws whatever else went wrong */
export async function attempt(operation: Promise<unknown>): Promise<Attempt> {
  try {
    await operation;
    return 'allowed';
  } catch (error) {
    if (error instanceof FirebaseError && error.code === 'permission-denied') return 'denied';
    throw error;
  }
}
