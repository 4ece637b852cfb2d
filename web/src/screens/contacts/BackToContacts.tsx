import { ArrowLeft } from 'lucide-preact';
import { contactsAddress } from './contactsAddress.ts';
import './backToContacts.css';

/** Where the list is not beside it. */
export function BackToContacts({ filter }: { readonly filter: string | null }) {
  return (
    <a class="back-to-contacts" href={contactsAddress(filter)}>
      <ArrowLeft size={18} aria-hidden="true" />
      All contacts
    </a>
  );
}
