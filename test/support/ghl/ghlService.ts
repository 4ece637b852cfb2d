import { type Faults, type Latency, withFault } from '../wire/faults.ts';
import type { Answer, Reply, Request } from '../wire/httpExchange.ts';
import type { Endpoint } from './apiCall.ts';
import { CONTACT_ENDPOINTS } from './contactEndpoints.ts';
import { CONVERSATION_ENDPOINTS } from './conversationEndpoints.ts';
import { GhlError, ghlErrors } from './ghlError.ts';
import type { GhlLocation } from './ghlLocation.ts';
import { MESSAGE_ENDPOINTS } from './messageEndpoints.ts';
import type { GhlOAuth } from './oauth.ts';
import { type ApiMethod, type GhlMethod, routeOf } from './routes.ts';

/** What the server answers from. */
export interface World {
  readonly oauth: GhlOAuth;
  readonly faults: Faults<GhlMethod>;
  readonly latency: Latency<GhlMethod>;
  readonly now: () => Date;
  readonly closing: AbortSignal;
}

const ENDPOINTS: Record<ApiMethod, Endpoint> = {
  ...MESSAGE_ENDPOINTS,
  ...CONVERSATION_ENDPOINTS,
  ...CONTACT_ENDPOINTS,
};

/** Answers one request as GHL would, faults included. */
export async function answer(request: Request, world: World): Promise<Answer> {
  const { verb, url } = request;
  if (verb === 'POST' && url.pathname === '/oauth/token') {
    return withFault(world, { method: 'oauth.token', account: undefined }, () => world.oauth.answer(request));
  }
  if (verb === 'GET' && url.pathname === '/oauth/chooselocation') return world.oauth.choose(request);
  const route = routeOf(verb, url.pathname);
  if (!route) return replyOf(ghlErrors.notFound(`${verb} ${url.pathname}`));
  const location = attempt(() => callerOf(request, route.version, world));
  if (!('contacts' in location)) return location;
  const { method, id } = route;
  const answered = await withFault(world, { method, account: location.id }, () =>
    attempt(() => {
      location.limits.charge();
      const { status = 200, body } = ENDPOINTS[method]({
        location,
        id,
        query: url.searchParams,
        body: jsonOf(request.body),
      });
      return { status, body };
    }),
  );
  const isAnswered = typeof answered !== 'string';
  location.calls.push({ method, status: isAnswered ? answered.status : 0, at: world.now() });
  return isAnswered
    ? { ...answered, headers: { ...location.limits.headers(), ...answered.headers } }
    : answered;
}

/** GHL looks at the token first, then at the version. */
function callerOf({ headers }: Request, version: string, { oauth }: World): GhlLocation {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw ghlErrors.invalidToken();
  const location = oauth.locationOf(token);
  const asked = headers['version'];
  if (asked === undefined) throw ghlErrors.versionMissing();
  if (asked !== version) throw ghlErrors.versionInvalid();
  return location;
}

function jsonOf(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw ghlErrors.invalid(['Unexpected token in JSON']);
  }
}

function attempt<T>(work: () => T): T | Reply {
  try {
    return work();
  } catch (error) {
    if (error instanceof GhlError) return replyOf(error);
    throw error;
  }
}

const replyOf = ({ status, body }: GhlError): Reply => ({ status, body });
