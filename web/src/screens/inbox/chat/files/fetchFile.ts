import { call } from '../../../../firebase/call.ts';
import { bytesOf } from './bytes.ts';

/** A big one takes its time. */
const SECONDS = 180;

/** An attachment's bytes, from Gmail; without a type, so that nothing takes them for something to run. @throws CallFailure */
export async function fetchFile(messageId: string, attachmentId: string): Promise<Uint8Array<ArrayBuffer>> {
  const { data } = await call('getAttachment', { messageId, attachmentId }, { timeoutSeconds: SECONDS });
  return bytesOf(data);
}
