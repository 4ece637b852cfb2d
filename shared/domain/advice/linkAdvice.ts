/** Of emails that are tried again, where nothing logs them yet. */
export const NOT_LINKED = 'The location is not linked to GoHighLevel: they wait until it is.';

/** Of the same, where the relay could not be told. */
export const WAITS_FOR_POLL = 'They are logged within a quarter of an hour.';

/** Of a link that has ended here. */
export const REMOVE_AT_GHL =
  'Mail of this location is no longer logged at GoHighLevel. What was logged stays there; remove the token, or the app, there as well.';

/** Whoever begins a link by OAuth chooses the location on a page of GHL's. */
export const chooseAtGhl = (ghlLocationId: string): string =>
  `On GoHighLevel’s page, choose the location ${ghlLocationId}: for any other the link is refused.`;

/** Of a location that was linked to another one of GHL's until now; undefined where it was not. */
export function movedAdvice(before: string | undefined, after: string): string | undefined {
  if (before === undefined || before === after) return undefined;
  return `What is logged at ${before}, where this location was linked before, stays there; whatever waits is logged at ${after}. Contacts keep the ids that they have at ${before}: until ghlContactId and ghlConversationId are taken off them, an import from ${after} leaves them out as taken, and GoHighLevel may refuse their mail.`;
}
