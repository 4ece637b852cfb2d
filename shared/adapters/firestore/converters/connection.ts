import { z } from 'zod';
import type { PendingConnection, SealedGrant } from '../../../domain/connection.ts';
import { MailboxId } from '../../../domain/ids.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const pending = z.object({
  uid: field.agentId,
  codeVerifier: z.string(),
  redirectUri: z.string(),
  expiresAt: field.date,
  returnTo: z.string().nullable().default(null),
});

export const pendingConverter: Converter<PendingConnection> = converter(
  pending,
  (document, snapshot): PendingConnection => ({ ...document, stateHash: snapshot.id }),
  ({ stateHash: _, ...document }) => document,
);

const grant = z.object({
  grantVersion: field.count,
  sealed: z.string(),
  scopes: z.array(z.string()),
  grantedAt: field.date,
});

export const grantConverter: Converter<SealedGrant> = converter(
  grant,
  (document, snapshot): SealedGrant => ({ ...document, mailboxId: MailboxId(snapshot.id) }),
  ({ mailboxId: _, ...document }) => document,
);
