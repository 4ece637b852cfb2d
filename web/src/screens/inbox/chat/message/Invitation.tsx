import { CalendarDays } from 'lucide-preact';
import type { CalendarEvent } from '../../../../model/message.ts';
import { plain } from '../../../../words/plain.ts';
import { eventAnswer, eventTime, eventTitle } from '../eventWords.ts';
import { personOf } from '../people.ts';
import './invitation.css';

/** What a mail says of an event, in the reader's own time. */
export function Invitation({ event }: { readonly event: CalendarEvent }) {
  const when = eventTime(event);
  const answer = eventAnswer(event);
  const organizer = event.organizer && personOf(event.organizer);
  return (
    <section class="invitation" aria-label={eventTitle(event)}>
      <CalendarDays aria-hidden="true" class="invitation__icon" />
      <div class="invitation__words">
        <p class="invitation__kind">{eventTitle(event)}</p>
        <p class="invitation__summary">
          <bdi>{plain(event.summary) || 'No title'}</bdi>
        </p>
        {when && (
          <p>
            {when}
            {event.recurring && ', and again'}
          </p>
        )}
        {event.location && (
          <p>
            <bdi>{plain(event.location)}</bdi>
          </p>
        )}
        {organizer && (
          <p class="invitation__soft">
            Organised by <bdi>{organizer.name}</bdi> <bdi>{organizer.address}</bdi>
          </p>
        )}
        {answer && <p class="invitation__answer">{answer}</p>}
      </div>
    </section>
  );
}
