import type { AgentId } from '../../../shared/domain/ids.ts';
import type { JobQueue } from '../../../shared/ports/platform.ts';
import { finishConnection } from '../../../shared/sync/linking/finishConnection.ts';
import { startConnection } from '../../../shared/sync/linking/startConnection.ts';
import type { Account } from '../gmail/account.ts';
import type { Ground } from './ground.ts';

/** An agent grants access, for the first time or anew, by the product's own use cases. */
export async function grantAccess(
  { product, gmail }: Pick<Ground, 'product' | 'gmail'>,
  jobs: JobQueue,
  { account, uid }: { account: Account; uid: AgentId },
): Promise<void> {
  const tokens = gmail.oauth.grant({ address: account.address });
  const expiresAt = new Date(Date.now() + gmail.oauth.accessTokenLifetimeMs);
  const deps = {
    ...product,
    jobs,
    oauth: {
      authorizationUrl: ({ state }: { state: string }) => state,
      exchangeCode: async () => ({ ...tokens, expiresAt }),
      revoke: async () => {},
    },
  };
  const { url: state } = await startConnection(deps, { uid, redirectUri: 'https://crm.example.com' });
  const { outcome } = await finishConnection(deps, { state, code: 'code' });
  if (outcome === 'failed') throw new Error('The mailbox was not connected');
}
