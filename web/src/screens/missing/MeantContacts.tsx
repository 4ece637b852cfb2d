import { currentAgent } from '../../firebase/session.ts';
import { known } from '../../live/live.ts';
import { useContactSearch } from '../../live/search.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { LookForOlderMail } from './LookForOlderMail.tsx';
import { addressIn, nameFromAddress, nameIn } from './mailQuestion.ts';
import { AddContact } from './PeopleSteps.tsx';

/** As many as one query may name. */
const MOST_LOCATIONS = 30;

/** More would not help to choose. */
const MOST = 3;

/** The mail's own people are not told: those whom the question named, as far as they are contacts. */
export function MeantContacts({ who }: { readonly who: string }) {
  const address = addressIn(who);
  const live = useContactSearch(address ?? who, currentAgent().locationIds.slice(0, MOST_LOCATIONS));
  if (who.trim() === '') return <LinkButton href="/contacts">Find the contact</LinkButton>;
  const found = known(live)?.found;
  if (!found) return null;
  if (found.length > 0)
    return (
      <>
        {found.slice(0, MOST).map(({ contact }) => (
          <LookForOlderMail key={contact.contactId} contact={contact} />
        ))}
      </>
    );
  return address === undefined ? (
    <LinkButton href={`/contacts?${new URLSearchParams({ add: '', name: nameIn(who) })}`}>
      Add a contact
    </LinkButton>
  ) : (
    <AddContact address={address} name={nameIn(who) || nameFromAddress(address)} />
  );
}
