import { CloudOff, UserX } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isOurs } from '../../firebase/session.ts';
import { useContact } from '../../live/contact.ts';
import { known } from '../../live/live.ts';
import { useLocations } from '../../live/locations.ts';
import { type Contact, titleOf } from '../../model/contact.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { plain } from '../../words/plain.ts';
import { BackToContacts } from './BackToContacts.tsx';
import { ContactActions } from './ContactActions.tsx';
import { ContactForm } from './ContactForm.tsx';
import './contactPage.css';
import { OlderMail } from './OlderMail.tsx';

interface ContactPageProps {
  readonly contactId: string;
  /** The location that the list shows; null for all. */
  readonly filter: string | null;
}

export function ContactPage({ contactId, filter }: ContactPageProps) {
  const live = useContact(contactId);
  const contact = live.state === 'ready' && live.value && isOurs(live.value) ? live.value : null;
  return (
    <article class="contact-page">
      <BackToContacts filter={filter} />
      {live.state === 'loading' && <Skeleton label="The contact is being loaded" rows={3} look="row" />}
      {live.state === 'failed' && (
        <Notice icon={CloudOff} title="The contact could not be loaded">
          <p>{live.message}</p>
        </Notice>
      )}
      {contact && <OneContact contact={contact} />}
      {live.state === 'ready' && !contact && (
        <Notice icon={UserX} title="There is no such contact">
          <p>It may have been removed, or it belongs to a location that you do not work in.</p>
        </Notice>
      )}
    </article>
  );
}

function OneContact({ contact }: { readonly contact: Contact }) {
  const { contactId, locationId, name, emails } = contact;
  const [isEdited, setEdited] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const wasEdited = useRef(false);
  const locations = known(useLocations()) ?? [];
  const place = locations.find((each) => each.locationId === locationId)?.name ?? '';
  const title = plain(titleOf(contact));
  useEffect(() => {
    if (wasEdited.current && !isEdited) heading.current?.focus();
    wasEdited.current = isEdited;
  }, [isEdited]);
  if (isEdited)
    return (
      <>
        <h2>Edit contact</h2>
        <ContactForm
          locationId={locationId}
          contactId={contactId}
          name={name}
          emails={emails}
          onSaved={() => setEdited(false)}
          onCancel={() => setEdited(false)}
        />
      </>
    );
  return (
    <>
      <header class="contact-page__head">
        <Avatar name={title} />
        <div class="contact-page__words">
          <h2 ref={heading} tabIndex={-1}>
            <bdi>{title}</bdi>
          </h2>
          {place && <bdi class="contact-page__place">{plain(place)}</bdi>}
        </div>
      </header>
      <ContactActions contact={contact} onEdit={() => setEdited(true)} />
      <section class="contact-page__part">
        <h3>Addresses</h3>
        {emails.length === 0 ? (
          <p class="contact-page__place">None yet. Add one, and mail with it appears in the inbox.</p>
        ) : (
          <ul class="contact-page__addresses">
            {emails.map((email) => (
              <li key={email}>
                <bdi>{plain(email)}</bdi>
              </li>
            ))}
          </ul>
        )}
      </section>
      <OlderMail contact={contact} />
    </>
  );
}
