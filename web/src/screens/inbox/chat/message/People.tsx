import type { Participant } from '../../../../model/fields.ts';
import { personOf } from '../people.ts';

/** Somebody's name, and always the address, which they cannot choose. */
export function PersonName({ participant }: { readonly participant: Participant }) {
  const { name, address, unusualDomain } = personOf(participant);
  return (
    <>
      {name !== '' && (
        <>
          <bdi class="person__name">{name}</bdi>{' '}
        </>
      )}
      <bdi class={name === '' ? 'person__name' : 'person__address'}>{address}</bdi>
      {unusualDomain !== null && <span class="real-host"> ({unusualDomain})</span>}
    </>
  );
}

interface PeopleProps {
  readonly label: string;
  readonly participants: readonly Participant[];
}

/** A header of a mail with everybody in it; nothing where nobody is. */
export function People({ label, participants }: PeopleProps) {
  if (participants.length === 0) return null;
  return (
    <div class="people">
      <dt>{label}</dt>
      <dd>
        {participants.map((participant, index) => (
          <span key={`${index} ${participant.address}`} class="person">
            <PersonName participant={participant} />
          </span>
        ))}
      </dd>
    </div>
  );
}
