import { MapPin } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { currentAgent } from '../../firebase/session.ts';
import { known } from '../../live/live.ts';
import { useLocations } from '../../live/locations.ts';
import { Notice } from '../../parts/Notice.tsx';
import { Select } from '../../parts/Select.tsx';
import { plain } from '../../words/plain.ts';
import { BackToContacts } from './BackToContacts.tsx';
import { ContactForm } from './ContactForm.tsx';
import './contactPage.css';
import { contactsAddress } from './contactsAddress.ts';

interface AddContactProps {
  readonly name: string;
  readonly email: string;
  /** The location that the list shows; null for all. */
  readonly filter: string | null;
}

export function AddContact({ name, email, filter }: AddContactProps) {
  const { locationIds } = currentAgent();
  const { route } = useLocation();
  const locations = known(useLocations()) ?? [];
  const first = filter !== null && locationIds.includes(filter) ? filter : locationIds[0];
  const [locationId, setLocationId] = useState(first);
  if (locationId === undefined)
    return (
      <Notice icon={MapPin} title="You do not work in a location yet">
        <p>A contact belongs to a location. Ask whoever runs this system to add you to one.</p>
      </Notice>
    );
  const nameOf = (id: string) => plain(locations.find((each) => each.locationId === id)?.name ?? '');
  return (
    <article class="contact-page">
      <BackToContacts filter={filter} />
      <h2>New contact</h2>
      {locationIds.length > 1 && (
        <Select
          label="Location"
          value={locationId}
          choices={locationIds.map((id) => ({ value: id, label: nameOf(id) || 'Unnamed location' }))}
          onChange={setLocationId}
        />
      )}
      <ContactForm
        locationId={locationId}
        name={name}
        emails={email === '' ? [] : [email]}
        onSaved={(contactId) => route(contactsAddress(filter, contactId), true)}
        onCancel={() => route(contactsAddress(filter), true)}
      />
    </article>
  );
}
