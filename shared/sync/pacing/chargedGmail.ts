import type { GmailUnits } from '../../domain/quota/gmailUnits.ts';
import type { Gmail } from '../../ports/gmail.ts';

/** Told the units of a call before it is made; what it returns is waited for. */
export type Charge = (units: number) => Promise<void> | void;

/** The same Gmail, of which each call is charged. */
export function chargedGmail(gmail: Gmail, units: GmailUnits, charge: Charge): Gmail {
  const charged =
    <Args extends readonly unknown[], Answer>(
      method: keyof GmailUnits,
      call: (...args: Args) => Promise<Answer>,
    ) =>
    async (...args: Args): Promise<Answer> => {
      await charge(units[method]);
      return call(...args);
    };
  return {
    getProfile: charged('getProfile', gmail.getProfile),
    listHistory: charged('history.list', gmail.listHistory),
    getMessage: charged('messages.get', gmail.getMessage),
    getThread: charged('threads.get', gmail.getThread),
    listMessages: charged('messages.list', gmail.listMessages),
    getLabels: charged('messages.get', gmail.getLabels),
    listLabels: charged('labels.list', gmail.listLabels),
    listSendAs: charged('settings.sendAs.list', gmail.listSendAs),
    sendMessage: charged('messages.send', gmail.sendMessage),
    modifyLabels: charged('messages.batchModify', gmail.modifyLabels),
    getAttachment: charged('messages.attachments.get', gmail.getAttachment),
    watch: charged('watch', gmail.watch),
    stopWatch: charged('stop', gmail.stopWatch),
  };
}
