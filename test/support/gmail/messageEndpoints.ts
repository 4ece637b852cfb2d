import { z } from 'zod';
import type { ApiCall, Endpoints } from './apiCall.ts';
import { googleErrors } from './googleError.ts';
import { listMessages } from './listMessages.ts';
import { labelIds, messageJson, messageRef } from './messageJson.ts';
import { bodyAs, formatOf } from './parameters.ts';
import { attachmentOf, base64url } from './payload.ts';
import type { StoredMessage } from './storedMessage.ts';

const LABEL_CHANGE = z.object({
  addLabelIds: z.array(z.string()).default([]),
  removeLabelIds: z.array(z.string()).default([]),
});
const IDS = z.object({ ids: z.array(z.string()).min(1, 'No message ids specified').max(1000) });
/** Labels that only Gmail gives and takes. */
const NOT_BY_HAND: ReadonlySet<string> = new Set(['SENT', 'DRAFT', 'CHAT']);
export const OUTGOING = z.object({ raw: z.string().optional(), threadId: z.string().optional() });

export const messageEndpoints: Endpoints<'messages.'> = {
  'messages.list': (call) => {
    const { page, nextPageToken, resultSizeEstimate } = listMessages(call);
    return {
      ...(page.length > 0 && { messages: page.map(messageRef) }),
      ...(nextPageToken !== undefined && { nextPageToken }),
      resultSizeEstimate,
    };
  },
  'messages.get': (call) => {
    const { account, id, query, style } = call;
    const message = account.message(checkedId(id));
    return messageJson(message, formatOf(query), style, query.getAll('metadataHeaders'));
  },
  'messages.attachments.get': ({ account, id, attachmentId, style }) => {
    const bytes = attachmentOf(account.message(checkedId(id)).raw, id, attachmentId, style);
    if (!bytes) throw googleErrors.invalid('Invalid attachment token');
    return { size: bytes.length, data: base64url(bytes) };
  },
  'messages.send': (call) => refWithLabels(call.account.send(...outgoingOf(call))),
  'messages.modify': ({ account, id, json }) => {
    changeLabels(account, [account.message(checkedId(id))], json);
    return refWithLabels(account.message(id));
  },
  'messages.batchModify': ({ account, json }) => {
    const known = bodyAs(IDS, json).ids.flatMap((id) => account.mailbox.store.get(id) ?? []);
    changeLabels(account, known, json);
  },
  'messages.trash': ({ account, id }) => {
    account.trash(checkedId(id));
    return refWithLabels(account.message(id));
  },
  'messages.untrash': ({ account, id }) => {
    account.untrash(checkedId(id));
    return refWithLabels(account.message(id));
  },
  'messages.delete': ({ account, id }) => {
    account.delete(checkedId(id));
  },
  'messages.batchDelete': ({ account, json }) => {
    account.mailbox.operation(() => {
      for (const id of bodyAs(IDS, json).ids) if (account.mailbox.store.get(id)) account.delete(id);
    });
  },
};

/** The mail and the thread of a send, from JSON's `raw` or from an upload. */
export function outgoingOf({ json, media }: Pick<ApiCall, 'json' | 'media'>): [Buffer, string | undefined] {
  const { raw, threadId } = bodyAs(OUTGOING, json);
  const bytes = media ?? (raw === undefined ? undefined : Buffer.from(raw, 'base64url'));
  if (!bytes || bytes.length === 0) {
    throw googleErrors.invalid(
      "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
    );
  }
  return [bytes, threadId];
}

/** One operation for all: one notification, one record a message. */
export function changeLabels(
  account: ApiCall['account'],
  messages: readonly StoredMessage[],
  json: unknown,
): void {
  const { addLabelIds, removeLabelIds } = bodyAs(LABEL_CHANGE, json);
  const unknown = [...addLabelIds, ...removeLabelIds].find(
    (label) => !account.labels.get(label) || NOT_BY_HAND.has(label),
  );
  if (unknown !== undefined) throw googleErrors.invalid(`Invalid label: ${unknown}`);
  account.mailbox.operation(() => {
    for (const message of messages) account.mailbox.relabel(message, addLabelIds, removeLabelIds);
  });
}

export const refWithLabels = (message: StoredMessage) => ({
  ...messageRef(message),
  ...labelIds([...message.labels]),
});

function checkedId(id: string): string {
  if (!/^[0-9a-f]{1,16}$/.test(id)) throw googleErrors.invalid('Invalid id value');
  return id;
}
