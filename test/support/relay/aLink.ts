import type { GhlLink } from '../../../shared/domain/ghl.ts';

/** A location's link, complete and working. */
export const aLink = (overrides: Partial<GhlLink> = {}): GhlLink => ({
  ghlLocationId: 'of the simulator',
  kind: 'token',
  status: 'linked',
  conversationProviderId: null,
  logHistory: false,
  maxAgeDays: 30,
  createContacts: true,
  ...overrides,
});
