import type { Agent } from '../../shared/domain/tenancy.ts';
import {
  type ConnectionOutcome,
  finishConnection,
  type OAuthAnswer,
} from '../../shared/sync/linking/finishConnection.ts';
import { startConnection } from '../../shared/sync/linking/startConnection.ts';
import type { World } from './world.ts';

const redirectUri = 'https://crm.example/api/google/callback';

/** Goes to the consent page and back, as the agent's browser does: what the redirect brings. */
export async function consent(
  world: World,
  agent: Agent,
  account: string,
  choice: { deny?: boolean; untick?: string[] } = {},
): Promise<OAuthAnswer> {
  const { url } = await startConnection(world.app, { uid: agent.uid, redirectUri, loginHint: account });
  const back = new URL(await world.gmail.oauth.consent(url, { account, ...choice }));
  return Object.fromEntries(back.searchParams);
}

/** The whole round trip: the agent connects a Gmail account. */
export async function connectAs(world: World, agent: Agent, account: string): Promise<ConnectionOutcome> {
  return finishConnection(world.app, await consent(world, agent, account));
}
