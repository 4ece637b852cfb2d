import type { ComponentChildren } from 'preact';
import type { Mailbox } from '../../../model/mailbox.ts';
import { adviceFor } from '../../../words/adviceFor.ts';
import { counted } from '../../../words/counted.ts';
import { distanceInWords, exactTime } from '../../../words/time.ts';
import { notificationWords } from './mailboxCondition.ts';
import './mailboxFacts.css';
import { skippedWords } from './skippedWords.ts';

/** Everything about a mailbox that its agent may want to know. */
export function MailboxFacts({ mailbox, now }: { readonly mailbox: Mailbox; readonly now: Date }) {
  const { lastSyncAt, counters, aliases, connectedAt, lastError } = mailbox;
  const skipped = skippedWords(counters.skipped);
  return (
    <dl class="mailbox-facts">
      <Fact name="Last sync">
        {lastSyncAt ? (
          <time dateTime={lastSyncAt.toISOString()} title={exactTime(lastSyncAt)}>
            {distanceInWords(lastSyncAt, now)}
          </time>
        ) : (
          'Not yet'
        )}
      </Fact>
      <Fact name="Notifications">{notificationWords(mailbox, now)}</Fact>
      <Fact name="Stored">{counted(counters.stored, 'mail')}</Fact>
      <Fact name="Left out">
        {skipped.length === 0 ? (
          'None'
        ) : (
          <ul>
            {skipped.map(({ count, because }) => (
              <li key={because}>
                {counted(count, 'mail')}: {because}
              </li>
            ))}
          </ul>
        )}
      </Fact>
      {aliases.length > 0 && <Fact name="Also sends as">{aliases.join(', ')}</Fact>}
      <Fact name="Connected">
        <time dateTime={connectedAt.toISOString()}>{exactTime(connectedAt)}</time>
      </Fact>
      {lastError && (
        <Fact name="Last problem">
          {adviceFor(lastError.code)}{' '}
          <span class="mailbox-facts__aside">
            ({distanceInWords(lastError.at, now)}, code {lastError.code})
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
