import { z } from 'zod';
import type { GmailSimulator } from './gmailSimulator.ts';

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Gmail's REST API without a client library: paths below the user, the bare answer back, errors too. */
export function restClient(simulator: GmailSimulator, address: string, scopes?: readonly string[]) {
  const { accessToken } = simulator.oauth.grant(scopes ? { address, scopes } : { address });
  const call = async (verb: string, path: string, json?: unknown): Promise<RestAnswer> => {
    const response = await fetch(`${simulator.url}/gmail/v1/users/me/${path}`, {
      method: verb,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body };
  };
  const okay = async <T>(shape: z.ZodType<T>, path: string, json?: unknown): Promise<T> => {
    const { status, body } = await call(json === undefined ? 'GET' : 'POST', path, json);
    if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return shape.parse(body);
  };
  return {
    accessToken,
    call,
    profile: () => okay(PROFILE, 'profile'),
    list: (query = '') => okay(LIST, `messages?${query}`),
    search: (q: string) => okay(LIST, `messages?q=${encodeURIComponent(q)}`),
    get: (id: string, query = '') => okay(MESSAGE, `messages/${id}?${query}`),
    history: (start: string, query = '') => okay(HISTORY, `history?startHistoryId=${start}&${query}`),
    watch: (topicName: string, more = {}) => okay(WATCH, 'watch', { topicName, ...more }),
  };
}

const REF = z.object({
  id: z.string(),
  threadId: z.string(),
  labelIds: z.array(z.string()).optional(),
});
const PROFILE = z.object({
  emailAddress: z.string(),
  messagesTotal: z.number(),
  threadsTotal: z.number(),
  historyId: z.string(),
});
const LIST = z.object({
  messages: z.array(REF).default([]),
  nextPageToken: z.string().optional(),
  resultSizeEstimate: z.number().optional(),
});
const PART = z.object({
  partId: z.string().optional(),
  mimeType: z.string(),
  filename: z.string().optional(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  body: z
    .object({ size: z.number(), data: z.string().optional(), attachmentId: z.string().optional() })
    .optional(),
  get parts() {
    return z.array(PART).optional();
  },
});
const MESSAGE = REF.extend({
  snippet: z.string(),
  historyId: z.string(),
  internalDate: z.string(),
  sizeEstimate: z.number(),
  payload: PART.optional(),
  raw: z.string().optional(),
});
const CHANGE = z.object({ message: REF, labelIds: z.array(z.string()).optional() });
const HISTORY = z.object({
  history: z
    .array(
      z.object({
        id: z.string(),
        messages: z.array(REF),
        messagesAdded: z.array(CHANGE).optional(),
        messagesDeleted: z.array(CHANGE).optional(),
        labelsAdded: z.array(CHANGE).optional(),
        labelsRemoved: z.array(CHANGE).optional(),
      }),
    )
    .optional(),
  nextPageToken: z.string().optional(),
  historyId: z.string(),
});
const WATCH = z.object({ historyId: z.string(), expiration: z.string() });
