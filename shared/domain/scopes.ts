/** What we ask an agent for. `gmail.modify` covers most of it, but the consent page names each purpose. */
export const GMAIL_SCOPES = [
  'https://www.googleapis.com/auth/gmail.modify',
  'https://www.googleapis.com/auth/gmail.labels',
  'https://www.googleapis.com/auth/gmail.readonly',
  'https://www.googleapis.com/auth/gmail.send',
] as const;

/** The scopes that a grant lacks, in the order in which we ask for them: people may untick some. */
export function missingScopes(granted: readonly string[]): readonly string[] {
  return GMAIL_SCOPES.filter((scope) => !granted.includes(scope));
}

export const CONTACTS_SCOPE = 'https://www.googleapis.com/auth/contacts.readonly';

/** What we ask for while somebody's address book is imported: to read it, and to learn whose it is. */
export const ADDRESS_BOOK_SCOPES = [
  'openid',
  'https://www.googleapis.com/auth/userinfo.email',
  CONTACTS_SCOPE,
] as const;

/** What we ask GHL for: logging emails, finding them again, and finding or making the contacts that they belong to. */
export const GHL_SCOPES = [
  'conversations.readonly',
  'conversations.write',
  'conversations/message.readonly',
  'conversations/message.write',
  'contacts.readonly',
  'contacts.write',
] as const;
