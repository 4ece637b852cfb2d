import { UserPlus } from 'lucide-preact';
import { known } from '../../live/live.ts';
import { useContactsAt } from '../../live/useContactsAt.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { plain } from '../../words/plain.ts';
import { LookForOlderMail } from './LookForOlderMail.tsx';
import { addressIn, nameFromAddress, nameIn } from './mailQuestion.ts';

interface PeopleStepsProps {
  /** Everyone in the mail besides the agent. */
  readonly people: readonly string[];
  /** Who was named in the question. */
  readonly who: string;
}

/** Whoever of them is a contact by now has their older mail looked for; the others can become one. */
export function PeopleSteps({ people, who }: PeopleStepsProps) {
  const contacts = known(useContactsAt(people)) ?? [];
  const strangers = people.filter((address) => !contacts.some(({ emails }) => emails.includes(address)));
  return (
    <>
      {contacts.map((contact) => (
        <LookForOlderMail key={contact.contactId} contact={contact} />
      ))}
      {strangers.map((address) => (
        <AddContact key={address} address={address} name={proposedName(address, people, who)} />
      ))}
    </>
  );
}

/** What was typed, where it can mean nobody else. */
function proposedName(address: string, people: readonly string[], who: string): string {
  const isMeant = people.length === 1 || addressIn(who) === address;
  return (isMeant && nameIn(who)) || nameFromAddress(address);
}

/** The form begins with what is known. */
export function AddContact({ address, name }: { readonly address: string; readonly name: string }) {
  const query = new URLSearchParams({ add: '', email: address, ...(name && { name }) });
  return (
    <LinkButton href={`/contacts?${query}`}>
      <UserPlus size={16} aria-hidden="true" />
      <span>
        Add <bdi>{plain(name || address)}</bdi> as a contact
      </span>
    </LinkButton>
  );
}
