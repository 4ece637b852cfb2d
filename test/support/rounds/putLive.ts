import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { Mailbox, Watch } from '../../../shared/domain/mailbox.ts';
import { aMailbox } from '../builders.ts';
import type { roundStage } from './roundStage.ts';

export type LiveOptions = readonly [
  overrides?: Partial<Parameters<typeof aMailbox>[1]>,
  watch?: Watch | null,
];

/** A live mailbox whose last run is half an hour ago, unless told. */
export function putLive(
  { store, clock }: Pick<ReturnType<typeof roundStage>, 'store' | 'clock'>,
  ...[overrides = {}, watch = null]: LiveOptions
): Mailbox {
  const status = { status: 'live', historyId: HistoryId.of('10'), watch } as const;
  const lastRunAt = new Date(clock.now().getTime() - 30 * 60_000);
  const mailbox = aMailbox(status, { lastRunAt, ...overrides });
  store.putMailbox(mailbox);
  return mailbox;
}
