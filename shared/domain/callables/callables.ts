import type { z } from 'zod';
import { connectGmail } from './connectGmail.ts';
import { disconnectGmail } from './disconnectGmail.ts';
import { explainMessage } from './explainMessage.ts';
import { fetchContactHistory } from './fetchContactHistory.ts';
import { getAttachment } from './getAttachment.ts';
import { getSyncStatus } from './getSyncStatus.ts';
import { linkGhl } from './linkGhl.ts';
import { markConversationRead } from './markConversationRead.ts';
import { retryOutbox } from './retryOutbox.ts';
import { saveContact } from './saveContact.ts';
import { saveLocation } from './saveLocation.ts';
import { sendMessage } from './sendMessage.ts';
import { syncNow } from './syncNow.ts';
import { unlinkGhl } from './unlinkGhl.ts';

/** What agents can ask for: the one description of each callable's input and output. */
export const CALLABLES = {
  connectGmail,
  disconnectGmail,
  getSyncStatus,
  syncNow,
  saveContact,
  fetchContactHistory,
  sendMessage,
  markConversationRead,
  getAttachment,
  explainMessage,
  saveLocation,
  linkGhl,
  unlinkGhl,
  retryOutbox,
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;

export type CallableName = keyof typeof CALLABLES;

/** What a client sends, as `data`. */
export type CallableInput<Name extends CallableName> = z.input<(typeof CALLABLES)[Name]['input']>;

/** What a client gets, as `result`. */
export type CallableOutput<Name extends CallableName> = z.output<(typeof CALLABLES)[Name]['output']>;

/** The input as its function gets it: checked, completed, its ids branded. */
export type CheckedInput<Name extends CallableName> = z.output<(typeof CALLABLES)[Name]['input']>;
