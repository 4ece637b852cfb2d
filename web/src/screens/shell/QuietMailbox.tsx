import { signal } from '@preact/signals';
import type { Mailbox } from '../../model/mailbox.ts';
import { Banner } from '../../parts/Banner.tsx';
import { PutAway } from '../../parts/PutAway.tsx';

/** Put away until the page is loaded anew: the settings tell it, too. */
const putAway = signal<ReadonlySet<string>>(new Set());

/** Mail comes in late, which whoever waits for an answer has to know. */
export function QuietMailbox({ mailbox }: { readonly mailbox: Pick<Mailbox, 'mailboxId' | 'emailAddress'> }) {
  const { mailboxId, emailAddress } = mailbox;
  if (putAway.value.has(mailboxId)) return null;
  return (
    <Banner
      tone="note"
      action={
        <>
          <a href="/settings">See why</a>
          <PutAway
            onClick={() => {
              putAway.value = new Set([...putAway.value, mailboxId]);
            }}
          />
        </>
      }
    >
      New mail of <strong>{emailAddress}</strong> may take up to 15 minutes to appear.
    </Banner>
  );
}
