/** How `emulate` differs from Gmail: one line a sentence of the contract that it does not keep. */
interface Lack {
  readonly case: string;
  readonly reason: string;
  /** What the failing case says, so that it cannot fail for another reason unseen. */
  readonly shows: RegExp;
}

const CANNOT = /emulate cannot/;
const WRONG_LIST = /deep equality/;
const GOES_THROUGH = /resolved instead of rejected/;

/**
 * The one list of what `emulate` lacks. A test runs each of these and fails when the case passes, so that the list
 * stays honest. Its history ids have more than 64 bits, which `historyIdBridge.ts` mends and a test of its own keeps.
 */
export const EMULATE_LACKS: readonly Lack[] = [
  {
    case: 'a thread has what is in the trash, too',
    reason: 'threads.get leaves out trash and spam',
    shows: WRONG_LIST,
  },
  { case: 'a search finds whom a mail is copied to', reason: 'no cc: in its search', shows: WRONG_LIST },
  {
    case: 'a search finds whom a mail is copied to blindly',
    reason: 'no bcc: in its search',
    shows: WRONG_LIST,
  },
  {
    case: 'a search with OR finds all of a contact’s mail, newest first',
    reason: 'neither OR nor {} in its search',
    shows: WRONG_LIST,
  },
  {
    case: 'OR binds tighter than the blank',
    reason: 'OR is skipped and the terms are joined by and',
    shows: WRONG_LIST,
  },
  {
    case: 'a search leaves drafts out when asked to',
    reason: 'of all operators only label: can be negated',
    shows: WRONG_LIST,
  },
  {
    case: 'a search finds one mail by its Message-ID',
    reason: 'rfc822msgid: is cut off one letter too early and never finds anything',
    shows: WRONG_LIST,
  },
  {
    case: 'a page token that Gmail did not give is refused',
    reason: 'what is no page token is taken for the first page’s',
    shows: GOES_THROUGH,
  },
  {
    case: 'a label that is not there cannot be listed',
    reason: 'labelIds are not checked',
    shows: GOES_THROUGH,
  },
  {
    case: 'a file that the mail does not have is a request that makes no sense',
    reason: 'an id that is none is told like a mail that is gone',
    shows: /"messageGone"/,
  },
  {
    case: 'a mail of several megabytes is, too',
    reason: 'a multipart upload is taken, and its mail is not read',
    shows: /@emulate\.google\.local/,
  },
  {
    case: 'a large reply is in the thread, too',
    reason: 'of a multipart upload the JSON is not read either',
    shows: /Object\.is equality/,
  },
  {
    case: 'a sent mail is found by its Message-ID, wherever it lies',
    reason: 'rfc822msgid: is cut off one letter too early and never finds anything',
    shows: WRONG_LIST,
  },
  {
    case: 'a mail under another subject begins a thread of its own',
    reason: 'a threadId is obeyed whatever the mail says',
    shows: /Object\.is equality/,
  },
  {
    case: 'a thread that is not there is gone, and nothing is sent',
    reason: 'a threadId that nobody knows begins a thread of that id',
    shows: GOES_THROUGH,
  },
  { case: 'a mail to nobody is refused', reason: 'recipients are not looked at', shows: GOES_THROUGH },
  { case: 'a start id that is too old is expired', reason: 'history is never forgotten', shows: CANNOT },
  {
    case: 'a start id from before the mailbox is expired',
    reason: 'history.list takes any start id',
    shows: GOES_THROUGH,
  },
  {
    case: 'the profile names the address and the current history id',
    reason: 'no users.getProfile',
    shows: /gmail\.getProfile: invalidRequest/,
  },
  { case: 'a watch lives for seven days', reason: 'a watch lives for one day', shows: /toBeGreaterThan/ },
  {
    case: 'a watch tells of itself and of mail with any label, until it is stopped',
    reason: 'a watch publishes nothing',
    shows: WRONG_LIST,
  },
  {
    case: 'a mailbox that is watched to one topic cannot be watched to another',
    reason: 'a watch replaces any other',
    shows: GOES_THROUGH,
  },
  {
    case: 'a topic that Gmail may not publish to is refused',
    reason: 'the topic is not tried',
    shows: CANNOT,
  },
  {
    case: 'a mailbox may send as its verified aliases and no others',
    reason: 'an account has its own address alone',
    shows: CANNOT,
  },
  {
    case: 'each address has a name of its own, or none',
    reason: 'an account has its own address alone',
    shows: CANNOT,
  },
  {
    case: 'a token that Google does not know is unauthorized',
    reason: 'an unknown token is taken for the first user’s',
    shows: GOES_THROUGH,
  },
  {
    case: 'a token that ends before its time is renewed, and nobody notices',
    reason: 'access tokens do not end',
    shows: CANNOT,
  },
  { case: 'a call beyond the scopes of the grant says so', reason: 'scopes are not checked', shows: CANNOT },
  {
    case: 'the rate limit of a user pauses, and the next call goes through',
    reason: 'no quota',
    shows: CANNOT,
  },
  { case: 'a rate limit says when to come back', reason: 'no quota', shows: CANNOT },
  { case: 'the daily limit is told apart from the rate limit', reason: 'no quota', shows: CANNOT },
  { case: 'a domain that forbids us is told apart from a rate limit', reason: 'no faults', shows: CANNOT },
  {
    case: 'a read goes through two backend errors and not through three',
    reason: 'no faults',
    shows: CANNOT,
  },
  {
    case: 'a read goes through two broken connections and not through three',
    reason: 'no faults',
    shows: CANNOT,
  },
  {
    case: 'scopes that a person unticks are missing',
    reason: 'the consent page has no boxes to tick',
    shows: CANNOT,
  },
  {
    case: 'a code cannot be had for another redirect URI',
    reason: 'the token endpoint does not compare redirect_uri',
    shows: GOES_THROUGH,
  },
  {
    case: 'a grant that is revoked is dead for the token in use, too',
    reason: 'revoking a refresh token leaves its access tokens alive',
    shows: GOES_THROUGH,
  },
];
