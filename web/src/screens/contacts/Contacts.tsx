import { Users } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import { Notice } from '../../parts/Notice.tsx';
import { useTitle } from '../../parts/useTitle.ts';
import { AddContact } from './AddContact.tsx';
import { ContactList } from './ContactList.tsx';
import { ContactPage } from './ContactPage.tsx';
import './contacts.css';
import { readView } from './contactsAddress.ts';

/** A list and one of it, side by side; on narrow screens one of the two. */
export function Contacts({ contactId }: { readonly contactId?: string }) {
  const { query } = useLocation();
  useTitle('Contacts');
  const { locationId, adding } = readView(query);
  const isOpen = contactId !== undefined || adding !== null;
  return (
    <div class={isOpen ? 'contacts contacts--open' : 'contacts'}>
      <ContactList selected={contactId} locationId={locationId} />
      <div class="contacts__page">
        {contactId !== undefined ? (
          <ContactPage key={contactId} contactId={contactId} filter={locationId} />
        ) : adding ? (
          <AddContact key={`${adding.name} ${adding.email}`} {...adding} filter={locationId} />
        ) : (
          <Notice icon={Users} title="Choose a contact">
            <p>Mail with your contacts appears in the inbox. Mail with anybody else does not.</p>
          </Notice>
        )}
      </div>
    </div>
  );
}
