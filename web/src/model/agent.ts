import * as z from 'zod/mini';
import { read } from './fields.ts';

export interface SignedInAgent {
  readonly uid: string;
  readonly name: string;
  readonly email: string;
  /** Decides, on the server too, what they see. */
  readonly locationIds: readonly string[];
}

const User = z.object({
  email: z.catch(z.string(), ''),
  locationIds: z.catch(z.array(z.string()), []),
});

export function readAgent(
  uid: string,
  displayName: string | null,
  document: unknown,
): SignedInAgent | undefined {
  const user = read(User, document);
  return user && { uid, name: displayName || user.email, ...user };
}
