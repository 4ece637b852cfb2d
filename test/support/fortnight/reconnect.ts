import type { Fortnight } from './fortnight.ts';
import type { FortnightBox } from './population.ts';
import { HOUR_MS } from './spans.ts';

/** An agent connects the mailbox, for the first time or again: until it works, every hour or so. */
export function reconnect(fortnight: Fortnight, box: FortnightBox): void {
  const { connect, store, time } = fortnight;
  const attempt = async (): Promise<void> => {
    await connect(box).catch(() => undefined);
    const status = store.mailbox(box.mailboxId)?.status;
    const isConnected = status !== undefined && status !== 'reauthRequired' && status !== 'disconnected';
    if (!isConnected) time.after(HOUR_MS, () => void attempt());
  };
  void attempt();
}
