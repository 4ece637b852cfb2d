/** Asks one after another, in the order in which it was told to: what is wanted last is what stays. */
export function inTurn(): <Answer>(ask: () => Promise<Answer>) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const answer = last.then(ask);
    // One that failed holds up none of those behind it; who asked for it is told.
    last = answer.catch(() => undefined);
    return answer;
  };
}
