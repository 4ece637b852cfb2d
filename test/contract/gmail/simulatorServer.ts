import { randomUUID } from 'node:crypto';
import type { Account } from '../../support/gmail/account.ts';
import type { FaultReply } from '../../support/gmail/faults.ts';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { googleErrors } from '../../support/gmail/googleError.ts';
import type { GmailServer, Refusal, ServedMailbox } from './gmailServer.ts';

const REPLIES: Readonly<Record<Refusal, () => FaultReply>> = {
  userRateLimitExceeded: googleErrors.userRateLimitExceeded,
  tooManyRequests: () => googleErrors.tooManyRequests(new Date('2037-01-01T00:00:00Z')),
  dailyLimitExceeded: googleErrors.dailyLimitExceeded,
  domainPolicy: googleErrors.domainPolicy,
  backendError: googleErrors.backend,
  brokenConnection: () => 'close',
};

/** The contract's server, made of our own simulator. */
export async function startSimulatorServer(): Promise<GmailServer> {
  const simulator = await GmailSimulator.start();
  const { url, oauth, notifications } = simulator;
  return {
    endpoints: { apiUrl: url, authUrl: oauth.authUrl, tokenUrl: oauth.tokenUrl, revokeUrl: oauth.revokeUrl },
    client: { clientId: oauth.clientId, clientSecret: oauth.clientSecret },
    addMailbox: async (options) =>
      served(
        simulator,
        simulator.addAccount({ address: `${randomUUID()}@example.com`, displayName: 'Ann Lee', ...options }),
      ),
    consent: async (page, { address, untick = [] }) =>
      new URL(await oauth.consent(page, { account: address, untick })),
    forbidPublishing: async () => {
      notifications.permitted = false;
      return {
        [Symbol.dispose]: () => {
          notifications.permitted = true;
        },
      };
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

function served({ faults, notifications, oauth }: GmailSimulator, account: Account): ServedMailbox {
  const { address } = account;
  return {
    address,
    displayName: account.displayNames.get(address) ?? '',
    deliver: async (mail) => account.deliver(mail),
    relabel: async (ids, change) => {
      for (const id of ids) account.modify(id, change);
    },
    delete: async (id) => void account.delete(id),
    addLabel: async (name) => account.labels.create(name).id,
    expireHistory: async () => account.expireHistory(),
    endAccessTokens: async () => oauth.expireAccessTokens({ address }),
    refuse: async (refusal, times = 1) =>
      faults.add({ method: '*', account: address, times, reply: REPLIES[refusal]() }),
    notifications: async () => {
      await notifications.idle();
      return notifications.sent.filter(({ emailAddress }) => emailAddress === address);
    },
  };
}
