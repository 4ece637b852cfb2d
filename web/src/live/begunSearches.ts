import { signal } from '@preact/signals';

/** The searches for older mail that were begun on this page, by contact: the latest of each. */
const begun = signal<ReadonlyMap<string, string>>(new Map());

export function rememberSearch(contactId: string, jobId: string): void {
  begun.value = new Map([...begun.value, [contactId, jobId]]);
}

/** By which its progress is found; null where none was begun. */
export const searchBegunFor = (contactId: string): string | null => begun.value.get(contactId) ?? null;
