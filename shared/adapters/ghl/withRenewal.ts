import { SyncError } from '../../domain/syncError.ts';
import type { Ghl } from '../../ports/ghl.ts';
import type { GhlTokens } from './ghlTokens.ts';

/**
 * GHL with a token that is renewed, and the call made once more, when GHL refuses it: what is refused with 401 has had
 * no effect. Refused again, it is `unauthorized`.
 */
export function withRenewal(ghl: Ghl, tokens: GhlTokens): Ghl {
  async function once<T>(call: () => Promise<T>): Promise<T> {
    const token = await tokens.current();
    try {
      return await call();
    } catch (error) {
      if (!SyncError.is(error, 'unauthorized') || !(await tokens.refused(token))) throw error;
    }
    const next = await tokens.current();
    try {
      return await call();
    } catch (error) {
      if (SyncError.is(error, 'unauthorized')) await tokens.refused(next);
      throw error;
    }
  }

  return {
    logEmail: (...asked) => once(() => ghl.logEmail(...asked)),
    findContact: (...asked) => once(() => ghl.findContact(...asked)),
    createContact: (...asked) => once(() => ghl.createContact(...asked)),
    findConversation: (...asked) => once(() => ghl.findConversation(...asked)),
    createConversation: (...asked) => once(() => ghl.createConversation(...asked)),
    listEmails: (...asked) => once(() => ghl.listEmails(...asked)),
    altIdOf: (...asked) => once(() => ghl.altIdOf(...asked)),
    listContacts: (...asked) => once(() => ghl.listContacts(...asked)),
    get limits() {
      return ghl.limits;
    },
  };
}
