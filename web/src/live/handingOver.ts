import { type ReadonlySignal, signal } from '@preact/signals';

const inHand = signal<readonly string[]>([]);

/** Whose mails this page hands over to the server at this moment: an agent's id for each. */
export const handingOver: ReadonlySignal<readonly string[]> = inHand;

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** Whoever leaves the page meanwhile is asked whether they mean it, whatever is shown. */
export async function whileHandingOver(uid: string, work: () => Promise<void>): Promise<void> {
  inHand.value = [...inHand.value, uid];
  window.addEventListener('beforeunload', ask);
  try {
    await work();
  } finally {
    inHand.value = inHand.value.toSpliced(inHand.value.indexOf(uid), 1);
    if (inHand.value.length === 0) window.removeEventListener('beforeunload', ask);
  }
}

/** A page that is being left hears first that its calls have failed; it is gone before this is over. */
const LEAVING_MS = 1_000;

/** Done only where the page goes on: what a page writes down as it dies would be told to the next one as a failure. */
export const unlessLeft = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, LEAVING_MS);
  });
