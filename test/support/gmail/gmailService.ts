import { withFault } from '../wire/faults.ts';
import type { Answer, Reply, Request } from '../wire/httpExchange.ts';
import type { Account } from './account.ts';
import type { Faults, Latency } from './faults.ts';
import { applyFields } from './fields.ts';
import { GoogleError, googleErrors } from './googleError.ts';
import type { Notifications } from './notifications.ts';
import type { OAuth } from './oauth.ts';
import { OAUTH_ENDPOINTS } from './oauthEndpoints.ts';
import type { PayloadStyle } from './payload.ts';
import { CONTACTS_SCOPES, isPeoplePath, listConnections } from './peopleEndpoint.ts';
import { contentOf } from './requestContent.ts';
import { ENDPOINTS, type Route, routeOf } from './routes.ts';

/** What the server answers from. */
export interface World {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly oauth: OAuth;
  readonly notifications: Notifications;
  readonly faults: Faults;
  readonly latency: Latency;
  readonly style: PayloadStyle;
  readonly now: () => number;
  /** Ends every wait when the simulator closes. */
  readonly closing: AbortSignal;
}

/** Answers one request as Google would, faults included. */
export async function answer(request: Request, world: World): Promise<Answer> {
  const oauth = Object.entries(OAUTH_ENDPOINTS).find(([path]) => path === request.url.pathname)?.[1];
  if (oauth) {
    const { oauth: client, accounts } = world;
    const inner = { client, grants: client.grants, addresses: () => [...accounts.keys()] };
    return withFault(world, { method: oauth.method, account: undefined }, () => oauth.run(request, inner));
  }
  if (request.verb === 'GET' && isPeoplePath(request.url.pathname)) return answerPeople(request, world);
  const route = routeOf(request.verb, request.url.pathname);
  if (!route)
    return replyOf(
      googleErrors.internal(`The Gmail simulator has no ${request.verb} ${request.url.pathname}`),
    );
  return answerGmail(request, route, world);
}

async function answerGmail(request: Request, route: Route, world: World): Promise<Answer> {
  const caller = callerOf(request, world);
  if (caller instanceof GoogleError) return replyOf(caller);
  const { account, scopes, alive } = caller;
  let units = 0;
  const answered = await withFault(world, { method: route.method, account: account.address }, () =>
    attempt(() => {
      if (!alive) throw googleErrors.invalidCredentials();
      if (!route.scopes.some((scope) => scopes.includes(scope))) {
        throw googleErrors.insufficientPermissions(route.scopes);
      }
      units = account.usage.charge(route.method);
      return run(request, route, account, world);
    }),
  );
  account.usage.record(route.method, units, typeof answered === 'string' ? 0 : answered.status);
  return answered;
}

async function answerPeople(request: Request, world: World): Promise<Answer> {
  const caller = callerOf(request, world);
  if (caller instanceof GoogleError) return replyOf(caller);
  const { account, scopes, alive } = caller;
  return withFault(world, { method: 'people.connections.list', account: account.address }, () =>
    attempt(() => {
      if (!alive) throw googleErrors.invalidCredentials();
      if (!CONTACTS_SCOPES.some((scope) => scopes.includes(scope))) {
        throw googleErrors.insufficientPermissions(CONTACTS_SCOPES);
      }
      const query = request.url.searchParams;
      const body = listConnections(account.contacts, query);
      const fields = query.get('fields');
      return { status: 200, body: fields === null ? body : applyFields(body, fields) };
    }),
  );
}

function run(request: Request, route: Route, account: Account, world: World): Reply {
  const { userId, method, id, attachmentId, isUpload } = route;
  if (userId !== 'me' && userId.toLowerCase() !== account.address) {
    throw googleErrors.forbidden(`Delegation denied for ${account.address}`);
  }
  const query = request.url.searchParams;
  const { notifications, style, now } = world;
  const content = contentOf(request, isUpload);
  const body = ENDPOINTS[method]({ account, id, attachmentId, query, ...content, notifications, style, now });
  if (body === undefined) return { status: 204 };
  const fields = query.get('fields');
  return { status: 200, body: fields === null ? body : applyFields(body, fields) };
}

function callerOf({ headers, url }: Request, { oauth, accounts }: World) {
  const token =
    /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? url.searchParams.get('access_token');
  if (token === null || token === undefined) return googleErrors.loginRequired();
  const access = oauth.grants.access(token);
  const account = access && accounts.get(access.address);
  if (!account) return googleErrors.invalidCredentials();
  return { account, scopes: access.scopes, alive: oauth.grants.isAlive(access) };
}

function attempt(work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (error instanceof GoogleError) return replyOf(error);
    throw error;
  }
}

const replyOf = ({ status, body, headers }: GoogleError): Reply => ({ status, body, headers });
