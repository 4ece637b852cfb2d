import { z } from 'zod';
import type { GhlCredential } from '../../../domain/ghlCredential.ts';
import type { PendingGhlLink } from '../../../domain/ghlLink.ts';
import { LocationId } from '../../../domain/ids.ts';
import { ghlOwned } from '../paths.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const settings = z.object({
  conversationProviderId: z.string().nullable().exactOptional(),
  logHistory: z.boolean().exactOptional(),
  maxAgeDays: z.number().exactOptional(),
  createContacts: z.boolean().exactOptional(),
});

const pending = z.object({
  locationId: field.locationId,
  ghlLocationId: z.string(),
  settings,
  redirectUri: z.string(),
  expiresAt: field.date,
  uid: field.agentId.nullable().default(null),
  returnTo: z.string().nullable().default(null),
});

export const pendingGhlLinkConverter: Converter<PendingGhlLink> = converter(
  pending,
  (document, snapshot): PendingGhlLink => ({ ...document, stateHash: ghlOwned.ownerOf(snapshot.id) }),
  ({ stateHash: _, ...document }) => document,
);

const common = {
  version: z.string(),
  sealed: z.string(),
  storedAt: field.date,
  endedAt: field.date.nullable(),
};

const credential = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('token') }),
  z.object({
    ...common,
    kind: z.literal('oauth'),
    expiresAt: field.date,
    renewal: z.object({ holder: z.string(), until: field.date }).nullable(),
  }),
]);

export const ghlCredentialConverter: Converter<GhlCredential> = converter(
  credential,
  (document, snapshot): GhlCredential => ({
    ...document,
    locationId: LocationId(ghlOwned.ownerOf(snapshot.id)),
  }),
  ({ locationId: _, ...document }) => document,
);
