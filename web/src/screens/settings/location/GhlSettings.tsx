import { useState } from 'preact/hooks';
import type { Location } from '../../../model/location.ts';
import { Banner } from '../../../parts/Banner.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Group } from '../Section.tsx';
import { GhlQueue } from './GhlQueue.tsx';
import './ghlSettings.css';
import { LinkDialog } from './LinkDialog.tsx';
import { MaxAge } from './MaxAge.tsx';
import { Setting } from './Setting.tsx';
import { UnlinkDialog } from './UnlinkDialog.tsx';

/** Whether and how the location's mail is logged at GoHighLevel. */
export function GhlSettings({ location: { locationId, ghl } }: { readonly location: Location }) {
  const [open, setOpen] = useState<'link' | 'unlink'>();
  const close = () => setOpen(undefined);
  return (
    <Group
      title="GoHighLevel"
      words="Each mail with a contact is also logged in the contact’s conversation there."
    >
      {ghl?.status === 'revoked' && (
        <Banner tone="bad">
          GoHighLevel no longer accepts the link. Mail waits here, and is logged once the location is linked
          again.
        </Banner>
      )}
      <p role="status">
        {ghl ? (
          <>
            {ghl.status === 'linked' ? 'Linked to' : 'Was linked to'} <code>{ghl.ghlLocationId}</code>.
          </>
        ) : (
          'Not linked: mail is not logged there.'
        )}
      </p>
      <div class="ghl-settings__actions">
        {ghl?.status !== 'linked' && (
          <Button look="primary" onClick={() => setOpen('link')}>
            {ghl ? 'Link again…' : 'Link to GoHighLevel…'}
          </Button>
        )}
        {ghl?.status === 'linked' && <Button onClick={() => setOpen('link')}>Link anew…</Button>}
        {ghl && <Button onClick={() => setOpen('unlink')}>Unlink…</Button>}
      </div>
      {ghl && (
        <>
          <GhlQueue locationId={locationId} />
          <Setting
            locationId={locationId}
            label="Log older mail, too"
            hint="Mail that a search for a contact’s older mail brings. Workflows at GoHighLevel run for what is logged."
            on={ghl.logHistory}
            change={(logHistory) => ({ ghl: { logHistory } })}
          />
          <Setting
            locationId={locationId}
            label="Create contacts there"
            hint="A contact that GoHighLevel does not have is created when mail with it is logged."
            on={ghl.createContacts}
            change={(createContacts) => ({ ghl: { createContacts } })}
          />
          <MaxAge key={ghl.maxAgeDays} locationId={locationId} maxAgeDays={ghl.maxAgeDays} />
        </>
      )}
      {open === 'link' && <LinkDialog locationId={locationId} isLinked={ghl !== null} onClose={close} />}
      {open === 'unlink' && <UnlinkDialog locationId={locationId} onClose={close} />}
    </Group>
  );
}
