import type { FoundContacts } from '../../../live/findContacts.ts';
import type { Live } from '../../../live/live.ts';
import { counted } from '../../../words/counted.ts';

/** What came of a search, for those who listen as well; empty while it is under way. */
export function foundInWords(live: Live<FoundContacts>): string {
  if (live.state !== 'ready') return '';
  const { found, isCut } = live.value;
  if (found.length === 0)
    return isCut ? 'There may be more: type more of the name or address' : 'No contact found';
  const told = `${counted(found.length, 'contact')} found`;
  return isCut ? `${told}, and there may be more: type more of the name` : told;
}
