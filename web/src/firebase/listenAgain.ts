const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

type Listen<Value, Failure> = (tell: (value: Value) => void, fail: (failure: Failure) => void) => () => void;

/**
 * Listens; and wherever that has failed, which ends a listener of Firestore's for good, again after a pause, which grows
 * until something is told. The answer ends it.
 */
export function listenAgain<Value, Failure>(
  listen: Listen<Value, Failure>,
  tell: (value: Value) => void,
  fail: (failure: Failure) => void,
): () => void {
  let stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  const start = () => {
    stop = listen(
      (value) => {
        pauseMs = FIRST_PAUSE_MS;
        tell(value);
      },
      (failure) => {
        timer = setTimeout(start, pauseMs);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        fail(failure);
      },
    );
  };
  start();
  return () => {
    clearTimeout(timer);
    stop();
  };
}
