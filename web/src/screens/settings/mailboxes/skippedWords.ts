import { SKIP_REASONS, type SkipReason } from '../../../../../shared/domain/ledger.ts';

const WORDS: Readonly<Record<SkipReason, string>> = {
  'no-contact': 'nobody in it is a contact',
  excluded: 'the location’s settings leave the sender out',
  automated: 'automated mail, which the location’s settings leave out',
  draft: 'a draft',
  chat: 'a chat message',
  spam: 'in spam',
  trash: 'in the trash',
  gone: 'deleted in Gmail before it was read',
  failed: 'could not be read, three times',
};

export interface Skipped {
  readonly count: number;
  readonly because: string;
}

/** Why mail was left out, the most frequent first. */
export function skippedWords(skipped: Readonly<Record<string, number | undefined>>): readonly Skipped[] {
  return SKIP_REASONS.map((reason) => ({ count: skipped[reason] ?? 0, because: WORDS[reason] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
