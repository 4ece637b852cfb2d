import { createApp } from '../../../functions/app.ts';
import { readConfig } from '../../../functions/config.ts';
import { MailboxId } from '../../../shared/domain/ids.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';

// A process of its own that polls one mailbox, as the functions would, and ends with it.

// It ends with the test, too, however that ends.
process.stdin.on('end', () => process.exit(1)).resume();

const [, , mailboxId = ''] = process.argv;
await syncMailbox(createApp(readConfig()), MailboxId(mailboxId), { reason: 'poll' });
process.exit(0);
