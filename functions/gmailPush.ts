import { MailboxId } from '../shared/domain/ids.ts';
import { Notification } from '../shared/domain/notification.ts';
import { syncMailbox } from '../shared/sync/syncMailbox.ts';
import { eventFunction, Redelivery } from './eventFunction.ts';
import { readPubSubEvent } from './pubsubEvent.ts';
import { settleDelivery } from './redelivery.ts';

/** Gmail's notification, from the topic `gmail-sync`: a hint that this mailbox has news. */
eventFunction('gmailPush', async (deps, event) => {
  const notification = readPubSubEvent(event, Notification);
  if (!notification.ok) return deps.log.event('pushIgnored', { reason: notification.reason });
  const { emailAddress, historyId } = notification.value;
  const mailboxId = MailboxId.of(emailAddress);
  deps.log.event('pushReceived', { mailboxId, historyId });
  const admitted = await deps.admission.run('news', () =>
    syncMailbox(deps, mailboxId, { reason: 'push', historyId }),
  );
  if ('deferred' in admitted) throw new Redelivery('this instance has no place for it');
  const { result: outcome } = admitted;
  if (outcome.outcome !== 'synced') {
    deps.log.event('pushIgnored', { mailboxId, historyId, reason: outcome.outcome });
  }
  return settleDelivery(outcome, deps.clock.now());
});
