import type { Location } from '../../../model/location.ts';
import { plain } from '../../../words/plain.ts';
import { Group, Section } from '../Section.tsx';
import { Exclusions } from './Exclusions.tsx';
import { GhlSettings } from './GhlSettings.tsx';
import { Setting } from './Setting.tsx';

/** What a location wants of its mail; it is the same for everybody who works there. */
export function LocationSettings({ location }: { readonly location: Location }) {
  const { locationId, name, excluded, skipAutomated, shareMailboxes } = location;
  return (
    <Section
      title={plain(name) || 'Unnamed location'}
      words="These hold for everybody who works in this location."
    >
      <Group
        title="What is left out"
        words="Mail that is left out is not stored. What is stored already stays."
      >
        <Setting
          locationId={locationId}
          label="Leave out automated mail"
          hint="Newsletters and other lists, failure notices, and automatic replies."
          on={skipAutomated}
          change={(on) => ({ skipAutomated: on })}
        />
        <Exclusions locationId={locationId} excluded={excluded} />
      </Group>
      <Group title="Working together">
        <Setting
          locationId={locationId}
          label="Use each other’s mailboxes"
          hint="Older mail of a contact is looked for in every mailbox of the location, and what one reads is marked as read in all of them. Nobody sees more than the mail with contacts."
          on={shareMailboxes}
          change={(on) => ({ shareMailboxes: on })}
        />
      </Group>
      <GhlSettings location={location} />
    </Section>
  );
}
