import type { MessageId, SendId } from '../../domain/ids.ts';
import type { AnsweredMessage } from '../../domain/outgoing/reply.ts';
import type { ChangeSend, Send } from '../../domain/outgoing/send.ts';

/** Mails that agents send. */
export interface SendStore {
  readSend(id: SendId): Promise<Send | undefined>;
  /** One transaction; nothing is written where it stays as it is, and it is deleted where nothing is left of it. */
  changeSend(id: SendId, change: ChangeSend): Promise<Send | undefined>;
  /** One read, without its words. */
  readAnswered(id: MessageId): Promise<AnsweredMessage | undefined>;
}
