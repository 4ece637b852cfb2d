import { UserPlus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { currentAgent } from '../../firebase/session.ts';
import { known } from '../../live/live.ts';
import { useLocations } from '../../live/locations.ts';
import { TextField } from '../../parts/Field.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { Select } from '../../parts/Select.tsx';
import { plain } from '../../words/plain.ts';
import { AllContacts } from './AllContacts.tsx';
import './contactList.css';
import { addAddress, contactsAddress } from './contactsAddress.ts';
import { FoundContacts } from './FoundContacts.tsx';

interface ContactListProps {
  readonly selected: string | undefined;
  /** Of one location alone; null for all. */
  readonly locationId: string | null;
}

/** As many as one query may name. */
const MOST_LOCATIONS = 30;

const ALL = '';

/** The one that is asked for, else all; the first where these are too many. */
function shownOf(locationIds: readonly string[], locationId: string | null): readonly string[] {
  if (locationId !== null && locationIds.includes(locationId)) return [locationId];
  return locationIds.length > MOST_LOCATIONS ? locationIds.slice(0, 1) : locationIds;
}

/** The contacts of the agent's locations, by name, or those that are searched for. */
export function ContactList({ selected, locationId }: ContactListProps) {
  const { locationIds } = currentAgent();
  const { route } = useLocation();
  const [typed, setTyped] = useState('');
  const locations = known(useLocations()) ?? [];
  const nameOf = (id: string) => plain(locations.find((each) => each.locationId === id)?.name ?? '');
  const shown = shownOf(locationIds, locationId);
  const rows = {
    locationIds: shown,
    selected,
    addressOf: (contactId: string) => contactsAddress(locationId, contactId),
    placeOf: (id: string) => (shown.length > 1 ? nameOf(id) : ''),
  };
  return (
    <section class="contact-list" aria-label="All contacts">
      <header class="contact-list__head">
        <div class="contact-list__title">
          <h1>Contacts</h1>
          <LinkButton href={addAddress(locationId)}>
            <UserPlus size={16} aria-hidden="true" />
            Add
            <span class="only-heard"> a contact</span>
          </LinkButton>
        </div>
        {locationIds.length > 1 && (
          <Select
            label="Location"
            value={shown.length === 1 ? (shown[0] ?? ALL) : ALL}
            choices={[
              ...(locationIds.length > MOST_LOCATIONS ? [] : [{ value: ALL, label: 'All locations' }]),
              ...locationIds.map((id) => ({ value: id, label: nameOf(id) || 'Unnamed location' })),
            ]}
            onChange={(id) => route(contactsAddress(id === ALL ? null : id, selected), true)}
          />
        )}
        <TextField
          label="Search"
          type="search"
          value={typed}
          onValue={setTyped}
          attributes={{ placeholder: 'Name or address', autocomplete: 'off', spellcheck: false }}
        />
      </header>
      <div class="contact-list__rows">
        {typed.trim() === '' ? <AllContacts {...rows} /> : <FoundContacts typed={typed} {...rows} />}
      </div>
    </section>
  );
}
