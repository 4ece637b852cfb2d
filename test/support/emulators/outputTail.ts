import type { Readable } from 'node:stream';

const KEPT_LINES = 20;

/** Drains streams, so that the writer never blocks, and keeps the last lines in case they explain a failure. */
export class OutputTail {
  #lines: string[] = [];
  #unfinished = '';

  constructor(streams: readonly (Readable | null)[]) {
    for (const stream of streams) stream?.setEncoding('utf8').on('data', (text: string) => this.#add(text));
  }

  #add(text: string): void {
    const lines = (this.#unfinished + text).split('\n');
    this.#unfinished = lines.pop() ?? '';
    this.#lines = [...this.#lines, ...lines].slice(-KEPT_LINES);
  }

  text(): string {
    return [...this.#lines, this.#unfinished].join('\n').trimEnd();
  }
}
