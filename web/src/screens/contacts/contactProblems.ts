/** A call that was refused, as far as it matters here. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What is wrong with a contact that could not be saved. */
export interface ContactProblems {
  readonly name?: string;
  /** By the row of the address. */
  readonly emails: ReadonlyMap<number, string>;
  /** The contact who has one of the addresses. */
  readonly taken?: { readonly email: string; readonly contactId: string };
  /** Of none of these. */
  readonly other?: string;
}

export const NO_PROBLEMS: ContactProblems = { emails: new Map() };

/**
 * Which field the server means, in a sentence of its own words.
 * @param asked the rows of the addresses that were sent, in their order: empty ones are not
 */
export function contactProblems(
  { code, message, details }: Refusal,
  asked: readonly number[],
): ContactProblems {
  const { email, contactId } = details;
  if (code === 'already-exists' && typeof email === 'string' && typeof contactId === 'string')
    return { emails: new Map(), taken: { email, contactId } };
  const fields = fieldsOf(details['fields']);
  const name = fields.find(({ field }) => field === 'name');
  const emails = new Map<number, string>();
  for (const { field, message: told } of fields) {
    const row = asked[Number(/^emails\.(\d+)$/.exec(field)?.[1])];
    if (row !== undefined) emails.set(row, `This ${told}.`);
    if (field === 'emails') emails.set(asked.at(-1) ?? 0, `These ${told}.`);
  }
  const isPlaced = name !== undefined || emails.size > 0;
  return {
    emails,
    ...(name && { name: `The name ${name.message}.` }),
    ...(!isPlaced && { other: message }),
  };
}

function fieldsOf(told: unknown): readonly { readonly field: string; readonly message: string }[] {
  if (!Array.isArray(told)) return [];
  return told.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('field' in each) || !('message' in each)) return [];
    const { field, message } = each;
    return typeof field === 'string' && typeof message === 'string' ? { field, message } : [];
  });
}
