import type { WrittenContact } from '../../domain/contacts/addressBook.ts';
import { EmailAddress, MailboxId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import { CONTACTS_SCOPE } from '../../domain/scopes.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { AddressBook, AddressBookPage, OpenAddressBook } from '../../ports/addressBook.ts';
import type { GoogleOAuth, GoogleTokens } from '../../ports/gmail.ts';
import type { Clock } from '../../ports/platform.ts';
import type { ConnectionStore } from '../../ports/stores/connectionStore.ts';

export interface AddressBookDeps {
  /** Asks for `ADDRESS_BOOK_SCOPES`, and for no more than an access token. */
  readonly oauth: GoogleOAuth;
  readonly openAddressBook: OpenAddressBook;
  readonly connections: Pick<ConnectionStore, 'readGrant'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Wanted {
  readonly code: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** Whose it has to be. */
  readonly account?: EmailAddress | undefined;
  /** Ends it at once. */
  readonly signal: AbortSignal;
}

/**
 * What becomes of the access: it is ended at Google; or, so that the person's mailbox stays connected, it ends by itself
 * within the hour, as it does where Google did not end it.
 */
export type AccessEnd = 'ended' | 'leftToMailbox' | 'leftToLapse';

export type AddressBookOutcome =
  | {
      readonly outcome: 'read';
      readonly owner: EmailAddress;
      readonly contacts: readonly WrittenContact[];
      readonly access: AccessEnd;
    }
  /** Google does not take the code: it is used, or too old. */
  | { readonly outcome: 'refused'; readonly reason: 'codeRejected' }
  | { readonly outcome: 'refused'; readonly reason: 'scopeMissing'; readonly access: AccessEnd }
  | {
      readonly outcome: 'refused';
      readonly reason: 'otherAccount';
      readonly owner: EmailAddress;
      readonly access: AccessEnd;
    };

/**
 * Reads all of the address book that a person has just opened to us. The token is in memory alone, and is ended before
 * this ends, however it ends.
 * @throws SyncError as the ports say; whatever `signal` was aborted with
 */
export async function readAddressBook(deps: AddressBookDeps, wanted: Wanted): Promise<AddressBookOutcome> {
  const tokens = await exchange(deps, wanted);
  if (!tokens) return { outcome: 'refused', reason: 'codeRejected' };
  let access: AccessEnd = 'leftToLapse';
  let looked: Looked;
  try {
    looked = await look(deps, tokens, wanted);
  } finally {
    access = await endAccess(deps, tokens);
  }
  return { ...looked, access };
}

async function exchange(
  { oauth }: AddressBookDeps,
  { code, codeVerifier, redirectUri }: Wanted,
): Promise<GoogleTokens | undefined> {
  try {
    return await oauth.exchangeCode({ code, codeVerifier, redirectUri });
  } catch (error) {
    if (SyncError.is(error, 'grantRevoked')) return undefined;
    throw error;
  }
}

type Looked =
  | { readonly outcome: 'read'; readonly owner: EmailAddress; readonly contacts: readonly WrittenContact[] }
  | { readonly outcome: 'refused'; readonly reason: 'scopeMissing' }
  | { readonly outcome: 'refused'; readonly reason: 'otherAccount'; readonly owner: EmailAddress };

async function look(
  { openAddressBook, clock }: AddressBookDeps,
  { accessToken, scopes, emailAddress: owner }: GoogleTokens,
  { account, signal }: Wanted,
): Promise<Looked> {
  if (!scopes.includes(CONTACTS_SCOPE)) return { outcome: 'refused', reason: 'scopeMissing' };
  if (owner === undefined) throw new SyncError('malformedAnswer', 'google.oauth.exchange');
  if (account !== undefined && !namesOf(account).includes(owner)) {
    return { outcome: 'refused', reason: 'otherAccount', owner };
  }
  const contacts = await listAll(openAddressBook(accessToken), clock, signal);
  return { outcome: 'read', owner, contacts };
}

async function listAll(
  book: AddressBook,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly WrittenContact[]> {
  const contacts: WrittenContact[] = [];
  let pageToken: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await listPage(book, clock, { signal, ...(pageToken !== undefined && { pageToken }) });
    contacts.push(...page.contacts);
    // Or the same page would come for ever.
    if (page.nextPageToken !== undefined && page.nextPageToken === pageToken) {
      throw new SyncError('malformedAnswer', 'people.connections.list');
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return contacts;
}

/** The People API counts by minutes. */
const LIMIT_LASTS_MS = 60_000;

async function listPage(
  book: AddressBook,
  clock: Clock,
  request: { pageToken?: string; signal: AbortSignal },
): Promise<AddressBookPage> {
  try {
    return await book.listContacts(request);
  } catch (error) {
    if (!SyncError.is(error, 'rateLimited')) throw error;
    const now = clock.now().getTime();
    const wait = (error.retryAt?.getTime() ?? now + LIMIT_LASTS_MS) - now;
    if (wait > LIMIT_LASTS_MS) throw error;
    await Promise.race([clock.sleep(Math.max(0, wait)), aborted(request.signal)]);
    request.signal.throwIfAborted();
    return book.listContacts(request);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Google knows one grant a person and project: whoever revokes one token of it ends all, the refresh token of the
 * person's mailbox included. https://github.com/googleapis/google-auth-library-nodejs/issues/1338
 */
async function endAccess(
  { oauth, connections, log }: AddressBookDeps,
  { accessToken, emailAddress: owner }: GoogleTokens,
): Promise<AccessEnd> {
  // Nobody's mailbox can be ruled out.
  if (owner === undefined) return 'leftToLapse';
  try {
    const mailboxes = namesOf(owner).map((name) => connections.readGrant(MailboxId.of(name)));
    if ((await Promise.all(mailboxes)).some((grant) => grant !== undefined)) return 'leftToMailbox';
    await oauth.revoke(accessToken);
    return 'ended';
  } catch (error) {
    log.event('accessNotEnded', { error });
    return 'leftToLapse';
  }
}

/** A mailbox of Google's own has two domains, and either may be told. */
function namesOf(address: EmailAddress): readonly EmailAddress[] {
  const [, local] = /^(.*)@(?:gmail|googlemail)\.com$/.exec(address) ?? [];
  return local === undefined ? [address] : DOMAINS.map((domain) => EmailAddress(`${local}@${domain}`));
}

const DOMAINS = ['gmail.com', 'googlemail.com'];
