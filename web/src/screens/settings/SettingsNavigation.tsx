import type { Location } from '../../model/location.ts';
import { plain } from '../../words/plain.ts';
import './settingsNavigation.css';

interface SettingsNavigationProps {
  readonly section: string;
  readonly locationId: string | undefined;
  readonly locations: readonly Location[];
}

/** What can be set: one's own mailboxes, one's locations, and this browser. */
export function SettingsNavigation({ section, locationId, locations }: SettingsNavigationProps) {
  const isMailboxes = section !== 'you' && section !== 'locations';
  return (
    <nav class="settings-navigation" aria-label="Settings">
      <a class="settings-navigation__link" href="/settings" aria-current={isMailboxes ? 'page' : undefined}>
        Mailboxes
      </a>
      {locations.map((location) => (
        <a
          key={location.locationId}
          class="settings-navigation__link"
          href={`/settings/locations/${encodeURIComponent(location.locationId)}`}
          aria-current={section === 'locations' && location.locationId === locationId ? 'page' : undefined}
        >
          <bdi>{plain(location.name) || 'Unnamed location'}</bdi>
        </a>
      ))}
      <a
        class="settings-navigation__link"
        href="/settings/you"
        aria-current={section === 'you' ? 'page' : undefined}
      >
        You
      </a>
    </nav>
  );
}
