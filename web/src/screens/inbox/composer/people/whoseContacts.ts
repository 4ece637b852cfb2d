import type { NewMailFor } from '../composing.ts';

/** The locations whose contacts may be meant by what is typed: that of whom the mail is for, else all of the agent's. */
export const whoseContacts = (
  {
    contact,
    locationId,
  }: { contact?: Pick<NonNullable<NewMailFor['contact']>, 'locationId'> | undefined } & Pick<
    NewMailFor,
    'locationId'
  >,
  own: readonly string[],
): readonly string[] => {
  const named = locationId ?? contact?.locationId;
  return named === undefined ? own : [named];
};
