import type { SendStore } from '../../../shared/ports/stores/sendStore.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memorySendStore(tables: Tables, atomically: Atomically): SendStore {
  return {
    readSend: (id) => atomically('readSend', () => tables.sends.get(id)),

    changeSend: (id, change) =>
      atomically('changeSend', () => {
        const before = tables.sends.get(id);
        const after = change(before);
        if (after === before) return after;
        if (after) tables.sends.set(id, after);
        else tables.sends.delete(id);
        return after;
      }),

    readAnswered: (id) =>
      atomically('readAnswered', () => {
        const message = tables.messages.get(id);
        if (!message) return undefined;
        const { locationId, copies, envelope } = message;
        const { rfc822MessageId, references, subject } = envelope;
        return { locationId, copies, envelope: { rfc822MessageId, references, subject } };
      }),
  };
}
