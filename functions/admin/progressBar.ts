import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** Between two lines where nobody watches. */
const NOTE_EVERY_MS = 10_000;

export interface ProgressBar {
  /** `total` is as far as can be told, and may grow. */
  show(done: number, total: number): void;
  /** Takes the bar away; called twice, it does nothing more. */
  stop(): void;
}

/** How long work gets on, on stderr: a bar for a person who watches, a line now and then for a log, none with --json. */
export function progressBar({ isJson }: Terminal, what: string): ProgressBar {
  if (isJson) return { show: () => {}, stop: () => {} };
  return process.stderr.isTTY ? watchedBar(what) : loggedLines(what);
}

function watchedBar(what: string): ProgressBar {
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${what} {bar} {value}/{total}, {eta_formatted} to go`,
    clearOnComplete: true,
  });
  return {
    show(done, total) {
      if (!bar.isActive) bar.start(total, 0);
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

function loggedLines(what: string): ProgressBar {
  let notedAt = Date.now();
  return {
    show(done, total) {
      if (Date.now() - notedAt < NOTE_EVERY_MS) return;
      notedAt = Date.now();
      process.stderr.write(`${what}: ${done} of ${total}\n`);
    },
    stop: () => {},
  };
}
