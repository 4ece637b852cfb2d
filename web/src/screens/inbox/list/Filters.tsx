import { useLocation } from 'preact-iso';
import type { Location } from '../../../model/location.ts';
import { type InboxFilters, inboxAddress } from '../../../words/inboxAddress.ts';
import { plain } from '../../../words/plain.ts';
import './filters.css';

interface FiltersProps {
  readonly filters: InboxFilters;
  /** Of the conversation that is open, which stays. */
  readonly selected: string | undefined;
  /** To choose from. */
  readonly locations: readonly Location[];
  /** The one whose conversations are listed; null where all are. */
  readonly shown: string | null;
  /** Whether there are too many to list all of them at once. */
  readonly isOneAtATime: boolean;
}

/** What of the inbox is listed. */
export function Filters({ filters, selected, locations, shown, isOneAtATime }: FiltersProps) {
  const { route } = useLocation();
  const choices = [
    { name: 'All', unread: false },
    { name: 'Unread', unread: true },
  ];
  return (
    <div class="filters">
      <ul class="filters__choices" aria-label="What is listed">
        {choices.map(({ name, unread }) => (
          <li key={name}>
            <a
              class="filters__choice"
              href={inboxAddress({ ...filters, unread }, selected)}
              aria-current={filters.unread === unread ? 'true' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
      {locations.length > 1 && (
        <select
          class="filters__location one-line"
          aria-label="Location"
          value={shown ?? ''}
          onChange={({ currentTarget: { value } }) =>
            route(inboxAddress({ ...filters, locationId: value || null }, selected))
          }
        >
          {!isOneAtATime && <option value="">All locations</option>}
          {locations.map(({ locationId, name }) => (
            <option key={locationId} value={locationId}>
              {plain(name) || locationId}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
