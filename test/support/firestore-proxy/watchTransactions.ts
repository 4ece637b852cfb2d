import { z } from 'zod';
import { decodeMessage } from './decodeMessage.ts';
import { grpcMessages } from './grpcMessages.ts';
import type { CallObserver } from './meter.ts';

const Begun = z.object({ transaction: z.instanceof(Uint8Array).optional() });

/** The observer of a call that can begin a transaction with its first read, which tells of it as well. */
export function watchTransactions(
  rpc: string,
  observer: CallObserver,
  onTransaction: (id: string) => void,
): CallObserver {
  if (rpc !== 'BatchGetDocuments') return observer;
  const watch = grpcMessages((message) => {
    const { transaction } = Begun.parse(decodeMessage('BatchGetDocumentsResponse', message));
    if (transaction?.length) onTransaction(Buffer.from(transaction).toString('base64'));
  });
  return {
    ...observer,
    answer: (chunk) => {
      watch(chunk);
      observer.answer(chunk);
    },
  };
}
