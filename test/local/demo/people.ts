import type { Person } from './person.ts';

/** Who works in the demo, and whose mailbox is connected. */
export const AGENT: Person = { name: 'Olivia Park', address: 'olivia@estio.example' };

export const LOCATION = 'Estio';

/** Known to the location: their mail is stored. */
export const CONTACTS: readonly Person[] = [
  { name: 'Ann Archer', address: 'ann.archer@example.com' },
  { name: 'Ben Carter', address: 'ben@carter-joinery.example' },
  { name: 'Chloé Dubois', address: 'chloe.dubois@example.fr' },
  { name: 'David Okafor', address: 'd.okafor@example.org' },
  { name: 'Emma Lindqvist', address: 'emma@lindqvist.example' },
];

/** Who works elsewhere, sees nothing of this, and has connected no mailbox yet. */
export const NEIGHBOUR: Person = { name: 'Marco Silva', address: 'marco@nordhaus.example' };

export const NEIGHBOURING_LOCATION = 'Nordhaus';

export const NEIGHBOURING_CONTACTS: readonly Person[] = [
  { name: 'Greta Holm', address: 'greta.holm@example.com' },
  { name: 'Hugo Lemaire', address: 'hugo@lemaire-roofing.example' },
  { name: 'Ingrid Berg', address: 'ingrid.berg@example.org' },
];

/** Known to nobody: their mail is skipped. */
export const STRANGERS: readonly Person[] = [
  { name: 'Shop Deals', address: 'deals@shop.example' },
  { name: 'Parcel Service', address: 'no-reply@parcels.example' },
  { name: 'Frank Moreau', address: 'frank.moreau@example.net' },
];
