/** The calls of GHL that are simulated, as faults and counts name them. */
export type GhlMethod = (typeof ROUTES)[number]['method'] | 'oauth.token';

/** Sources: https://marketplace.gohighlevel.com/docs/ghl/conversations, …/ghl/contacts */
const CONVERSATIONS = '2021-04-15';
const CONTACTS = '2021-07-28';

const ROUTES = [
  { method: 'messages.addInbound', verb: 'POST', path: '/conversations/messages/inbound' },
  { method: 'messages.send', verb: 'POST', path: '/conversations/messages' },
  { method: 'messages.getEmail', verb: 'GET', path: '/conversations/messages/email/:id' },
  { method: 'messages.list', verb: 'GET', path: '/conversations/:id/messages' },
  { method: 'conversations.search', verb: 'GET', path: '/conversations/search' },
  { method: 'conversations.create', verb: 'POST', path: '/conversations' },
  { method: 'contacts.duplicate', verb: 'GET', path: '/contacts/search/duplicate' },
  { method: 'contacts.search', verb: 'POST', path: '/contacts/search' },
  { method: 'contacts.create', verb: 'POST', path: '/contacts' },
  { method: 'contacts.upsert', verb: 'POST', path: '/contacts/upsert' },
  { method: 'contacts.get', verb: 'GET', path: '/contacts/:id' },
  { method: 'contacts.update', verb: 'PUT', path: '/contacts/:id' },
  { method: 'contacts.delete', verb: 'DELETE', path: '/contacts/:id' },
] as const;

export type ApiMethod = Exclude<GhlMethod, 'oauth.token'>;

interface Route {
  readonly method: ApiMethod;
  /** Of the header that GHL wants. */
  readonly version: string;
  readonly id: string;
}

const PATTERNS = ROUTES.map(({ method, verb, path }) => ({
  method,
  verb,
  version: path.startsWith('/contacts') ? CONTACTS : CONVERSATIONS,
  pattern: new RegExp(`^${path.replace(':id', '([^/]+)')}/?$`),
}));

export function routeOf(verb: string, pathname: string): Route | undefined {
  for (const { method, verb: wanted, version, pattern } of PATTERNS) {
    const match = verb === wanted ? pattern.exec(pathname) : null;
    if (match) return { method, version, id: decodeURIComponent(match[1] ?? '') };
  }
  return undefined;
}
