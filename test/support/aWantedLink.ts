import { randomUUID } from 'node:crypto';
import type { GhlLink } from '../../shared/domain/ghl.ts';
import { GHL_DEFAULTS, type WantedLink } from '../../shared/domain/ghlLink.ts';

/** A link as operations want it, with all of its settings. */
export function aWantedLink({ ghlLocationId, kind, ...settings }: Partial<GhlLink> = {}): WantedLink {
  const { conversationProviderId, logHistory, maxAgeDays, createContacts } = { ...GHL_DEFAULTS, ...settings };
  return {
    ghlLocationId: ghlLocationId ?? randomUUID(),
    kind: kind ?? 'token',
    settings: { conversationProviderId, logHistory, maxAgeDays, createContacts },
    mayMove: true,
  };
}
