import type { Location } from './tenancy.ts';

/** What a location's agents are told of its settings, as the sync reads them. */
export function settingsOf({ excluded, skipAutomated, shareMailboxes, ghl: link }: Location) {
  return { excluded, skipAutomated, shareMailboxes, ghl: link && linkSettingsOf(link) };
}

function linkSettingsOf(link: NonNullable<Location['ghl']>) {
  const { status, kind, ghlLocationId, logHistory, maxAgeDays, createContacts } = link;
  return { status, kind, ghlLocationId, logHistory, maxAgeDays, createContacts };
}
