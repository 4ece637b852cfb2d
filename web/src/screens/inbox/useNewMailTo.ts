import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useContact } from '../../live/contact.ts';
import { toast } from '../../parts/Toasts.tsx';
import { composeNew } from './composer/composing.ts';

/** An address may ask for a mail to a contact (`/inbox?to=…`): it is begun once, and taken out of the address. */
export function useNewMailTo(contactId: string | undefined): void {
  const { url, route } = useLocation();
  const contact = useContact(contactId ?? null);
  useEffect(() => {
    if (contactId === undefined || contact.state === 'loading') return;
    if (contact.state === 'ready' && contact.value) composeNew({ contact: contact.value });
    else toast('This contact is not here, or no longer.', 'bad');
    const asked = new URL(url, location.origin);
    asked.searchParams.delete('to');
    route(asked.pathname + asked.search, true);
  }, [contactId, contact, url, route]);
}
