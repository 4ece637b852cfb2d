import { draftsSentBefore, sweepDrafts } from '../drafts/draftStore.ts';
import { dropOtherFiles } from '../drafts/fileStore.ts';
import { resume } from './sendMail.ts';

/** After the page was left while mails were on their way: sees to them, and drops what nobody wants. */
export async function resumeSending(uid: string): Promise<void> {
  const keys = draftsSentBefore(uid, performance.timeOrigin);
  await Promise.all(keys.map((key) => resume({ uid, key })));
  await dropOtherFiles(uid, () => sweepDrafts(uid));
}
