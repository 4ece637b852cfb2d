import { z } from 'zod';
import type { Account } from './account.ts';
import type { ApiCall, Endpoints } from './apiCall.ts';
import { googleErrors } from './googleError.ts';
import { listHistory } from './historyEndpoint.ts';
import { bodyAs } from './parameters.ts';

const WATCH = z.object({
  topicName: z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/, 'Invalid topicName'),
  labelIds: z.array(z.string()).default([]),
  labelFilterBehavior: z.string().optional(),
  labelFilterAction: z.string().optional(),
});
const NEW_LABEL = z.object({ name: z.string().min(1) });

/** A watch lives seven days. */
const WATCH_LIFETIME_MS = 7 * 86_400_000;

type AccountMethods = Endpoints<'labels.'> &
  Endpoints<'settings.'> &
  Endpoints<'history.'> &
  Endpoints<'getProfile'> &
  Endpoints<'watch'> &
  Endpoints<'stop'>;

export const accountEndpoints: AccountMethods = {
  getProfile: ({ account }) => ({
    emailAddress: account.address,
    messagesTotal: account.mailbox.store.size,
    threadsTotal: account.mailbox.store.threadCount,
    historyId: account.historyId,
  }),
  'history.list': listHistory,
  watch: startWatch,
  stop: ({ account }) => {
    account.watch = undefined;
  },
  'labels.list': ({ account }) => ({ labels: account.labels.all() }),
  'labels.get': ({ account, id }) => {
    const label = account.labels.get(id);
    if (!label) throw googleErrors.notFound();
    return { ...label, ...countsOf(account, id) };
  },
  'labels.create': ({ account, json }) => account.labels.create(bodyAs(NEW_LABEL, json).name),
  'settings.sendAs.list': ({ account }) => ({ sendAs: sendAsOf(account) }),
  'settings.sendAs.get': ({ account, id }) => {
    const found = sendAsOf(account).find(({ sendAsEmail }) => sendAsEmail === id.toLowerCase());
    if (!found) throw googleErrors.notFound();
    return found;
  },
};

function startWatch({ account, json, now, notifications }: ApiCall): unknown {
  const asked = bodyAs(WATCH, json);
  if (!notifications.permitted) {
    throw googleErrors.forbidden(
      `Error sending test message to Cloud PubSub ${asked.topicName} : User not authorized to perform this action.`,
    );
  }
  const { watch } = account;
  if (watch && watch.expiration > now() && watch.topic !== asked.topicName) {
    throw googleErrors.failedPrecondition(
      'Only one user push notification client allowed per developer (call /stop then try again)',
    );
  }
  const behavior = (asked.labelFilterBehavior ?? asked.labelFilterAction ?? 'include').toLowerCase();
  account.watch = {
    topic: asked.topicName,
    labelIds: asked.labelIds,
    behavior: behavior === 'exclude' ? 'exclude' : 'include',
    expiration: now() + WATCH_LIFETIME_MS,
  };
  const historyId = account.mailbox.history.current;
  notifications.tell(account.address, account.watch, historyId);
  return { historyId: historyId.toString(), expiration: String(account.watch.expiration) };
}

function countsOf(account: Account, label: string) {
  const messages = account.mailbox.store.oldestFirst().filter(({ labels }) => labels.has(label));
  const unread = messages.filter(({ labels }) => labels.has('UNREAD'));
  const threads = (of: typeof messages) => new Set(of.map(({ threadId }) => threadId)).size;
  return {
    messagesTotal: messages.length,
    messagesUnread: unread.length,
    threadsTotal: threads(messages),
    threadsUnread: threads(unread),
  };
}

/** Only aliases have a `verificationStatus`. */
function sendAsOf(account: Account) {
  const alias = (verificationStatus: 'accepted' | 'pending') => (sendAsEmail: string) => ({
    sendAsEmail,
    displayName: account.displayNames.get(sendAsEmail) ?? '',
    replyToAddress: '',
    signature: '',
    isPrimary: false,
    isDefault: false,
    treatAsAlias: true,
    verificationStatus,
  });
  return [
    {
      sendAsEmail: account.address,
      displayName: account.displayNames.get(account.address) ?? '',
      replyToAddress: '',
      signature: '',
      isPrimary: true,
      isDefault: true,
    },
    ...account.aliases.map(alias('accepted')),
    ...account.unverifiedAliases.map(alias('pending')),
  ];
}
