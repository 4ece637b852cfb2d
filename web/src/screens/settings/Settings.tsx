import { MapPin } from 'lucide-preact';
import { known } from '../../live/live.ts';
import { useLocations } from '../../live/locations.ts';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { useTitle } from '../../parts/useTitle.ts';
import { LocationSettings } from './location/LocationSettings.tsx';
import { Mailboxes } from './mailboxes/Mailboxes.tsx';
import { SettingsNavigation } from './SettingsNavigation.tsx';
import './settings.css';
import { You } from './you/You.tsx';

interface SettingsProps {
  /** `mailboxes` unless told, `locations`, or `you`. */
  readonly section?: string;
  readonly locationId?: string;
}

export function Settings({ section = 'mailboxes', locationId }: SettingsProps) {
  const live = useLocations();
  useTitle('Settings');
  return (
    <div class="settings">
      <SettingsNavigation section={section} locationId={locationId} locations={known(live) ?? []} />
      <div class="settings__body">
        <div class="settings__page">
          <Page section={section} locationId={locationId} live={live} />
        </div>
      </div>
    </div>
  );
}

interface PageProps {
  readonly section: string;
  readonly locationId: string | undefined;
  readonly live: ReturnType<typeof useLocations>;
}

function Page({ section, locationId, live }: PageProps) {
  if (section === 'you') return <You />;
  if (section !== 'locations') return <Mailboxes />;
  if (live.state === 'loading') return <Skeleton label="The location is being loaded" rows={4} look="row" />;
  if (live.state === 'failed')
    return (
      <Notice icon={MapPin} title="The location could not be loaded">
        <p>{live.message}</p>
      </Notice>
    );
  const location = live.value.find((each) => each.locationId === locationId);
  if (location) return <LocationSettings key={location.locationId} location={location} />;
  return (
    <Notice icon={MapPin} title="You do not work in this location">
      <p>Or not any more. Ask whoever runs this system.</p>
    </Notice>
  );
}
