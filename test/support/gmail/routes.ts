import { accountEndpoints } from './accountEndpoints.ts';
import type { Endpoint } from './apiCall.ts';
import { draftEndpoints } from './draftEndpoints.ts';
import { messageEndpoints } from './messageEndpoints.ts';
import { threadEndpoints } from './threadEndpoints.ts';
import type { GmailMethod } from './usage.ts';

export const ENDPOINTS: Readonly<Record<GmailMethod, Endpoint>> = {
  ...accountEndpoints,
  ...messageEndpoints,
  ...threadEndpoints,
  ...draftEndpoints,
};

const scopes = (...names: string[]) => [
  'https://mail.google.com/',
  ...names.map((name) => `https://www.googleapis.com/auth/gmail.${name}`),
];
const FULL = scopes();
const READ = scopes('modify', 'readonly');
const LIST = scopes('modify', 'readonly', 'metadata');
const MODIFY = scopes('modify');
const SEND = scopes('modify', 'compose', 'send');
const COMPOSE = scopes('modify', 'compose');
const DRAFTS = scopes('modify', 'compose', 'readonly');
const PROFILE = scopes('modify', 'readonly', 'compose', 'metadata');
const LABELS = scopes('modify', 'readonly', 'labels', 'metadata');
const SETTINGS = scopes('modify', 'readonly', 'settings.basic');

/** Verb, path below the user, method, and the scopes of which a grant needs one. */
const TABLE: readonly (readonly [string, string, GmailMethod, readonly string[]])[] = [
  ['GET', 'profile', 'getProfile', PROFILE],
  ['POST', 'watch', 'watch', LIST],
  ['POST', 'stop', 'stop', LIST],
  ['GET', 'history', 'history.list', LIST],
  ['GET', 'messages', 'messages.list', LIST],
  ['POST', 'messages/send', 'messages.send', SEND],
  ['POST', 'messages/batchModify', 'messages.batchModify', MODIFY],
  ['POST', 'messages/batchDelete', 'messages.batchDelete', FULL],
  ['GET', 'messages/{id}', 'messages.get', LIST],
  ['DELETE', 'messages/{id}', 'messages.delete', FULL],
  ['POST', 'messages/{id}/modify', 'messages.modify', MODIFY],
  ['POST', 'messages/{id}/trash', 'messages.trash', MODIFY],
  ['POST', 'messages/{id}/untrash', 'messages.untrash', MODIFY],
  ['GET', 'messages/{id}/attachments/{attachmentId}', 'messages.attachments.get', READ],
  ['GET', 'threads', 'threads.list', LIST],
  ['GET', 'threads/{id}', 'threads.get', LIST],
  ['DELETE', 'threads/{id}', 'threads.delete', FULL],
  ['POST', 'threads/{id}/modify', 'threads.modify', MODIFY],
  ['POST', 'threads/{id}/trash', 'threads.trash', MODIFY],
  ['POST', 'threads/{id}/untrash', 'threads.untrash', MODIFY],
  ['GET', 'labels', 'labels.list', LABELS],
  ['POST', 'labels', 'labels.create', scopes('modify', 'labels')],
  ['GET', 'labels/{id}', 'labels.get', LABELS],
  ['GET', 'settings/sendAs', 'settings.sendAs.list', SETTINGS],
  ['GET', 'settings/sendAs/{id}', 'settings.sendAs.get', SETTINGS],
  ['GET', 'drafts', 'drafts.list', DRAFTS],
  ['POST', 'drafts', 'drafts.create', COMPOSE],
  ['POST', 'drafts/send', 'drafts.send', COMPOSE],
  ['GET', 'drafts/{id}', 'drafts.get', DRAFTS],
  ['PUT', 'drafts/{id}', 'drafts.update', COMPOSE],
  ['DELETE', 'drafts/{id}', 'drafts.delete', COMPOSE],
];

const ROUTES = TABLE.map(([verb, path, method, allowed]) => ({
  verb,
  method,
  scopes: allowed,
  pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

export interface Route {
  readonly method: GmailMethod;
  readonly scopes: readonly string[];
  readonly userId: string;
  readonly id: string;
  readonly attachmentId: string;
  readonly isUpload: boolean;
}

export function routeOf(verb: string, pathname: string): Route | undefined {
  const below = /^(\/(?:resumable\/)?upload)?\/gmail\/v1\/users\/([^/]+)\/(.+)$/.exec(pathname);
  if (!below?.[2] || !below[3]) return undefined;
  for (const route of ROUTES) {
    const found = route.verb === verb ? route.pattern.exec(below[3]) : null;
    if (!found) continue;
    return {
      method: route.method,
      scopes: route.scopes,
      userId: decodeURIComponent(below[2]),
      id: decodeURIComponent(found.groups?.['id'] ?? ''),
      attachmentId: decodeURIComponent(found.groups?.['attachmentId'] ?? ''),
      isUpload: below[1] !== undefined,
    };
  }
  return undefined;
}
