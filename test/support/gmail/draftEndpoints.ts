import { z } from 'zod';
import type { Endpoints } from './apiCall.ts';
import type { Draft } from './drafts.ts';
import { googleErrors } from './googleError.ts';
import { OUTGOING, outgoingOf, refWithLabels } from './messageEndpoints.ts';
import { messageJson, messageRef } from './messageJson.ts';
import { bodyAs, formatOf, maxResultsOf, readToken, writeToken } from './parameters.ts';

const DRAFT = z.object({ id: z.string().optional(), message: OUTGOING.optional() });
const TOKEN = z.object({ after: z.number() });

export const draftEndpoints: Endpoints<'drafts.'> = {
  'drafts.list': ({ account, query }) => {
    const all = account.drafts.newestFirst();
    const after = readToken(TOKEN, query)?.after ?? 0;
    const end = after + maxResultsOf(query);
    const page = all.slice(after, end).map(({ id, message }) => ({ id, message: messageRef(message) }));
    return {
      ...(page.length > 0 && { drafts: page }),
      ...(all.length > end && { nextPageToken: writeToken({ after: end }) }),
      resultSizeEstimate: all.length,
    };
  },
  'drafts.get': ({ account, id, query, style }) => {
    const draft = account.drafts.get(id);
    return { id, message: messageJson(draft.message, formatOf(query), style) };
  },
  'drafts.create': (call) => {
    const [raw, threadId] = contentOf(call);
    return draftJson(call.account.drafts.create({ raw, threadId }));
  },
  'drafts.update': (call) => {
    const [raw, threadId] = contentOf(call);
    return draftJson(call.account.drafts.update(call.id, { raw, threadId }));
  },
  'drafts.send': ({ account, json, media }) => {
    const { id, message } = bodyAs(DRAFT, json);
    if (id === undefined) throw googleErrors.invalid('Invalid draft');
    const instead = message?.raw === undefined ? media : Buffer.from(message.raw, 'base64url');
    return refWithLabels(account.drafts.send(id, (raw, threadId) => account.send(raw, threadId), instead));
  },
  'drafts.delete': ({ account, id }) => {
    account.drafts.delete(id);
  },
};

const contentOf = ({ json, media }: { json: unknown; media: Buffer | undefined }) =>
  outgoingOf({ json: bodyAs(DRAFT, json).message, media });

const draftJson = ({ id, message }: Draft) => ({ id, message: refWithLabels(message) });
