import { randomBytes } from 'node:crypto';

/** What a test has hidden, by what it is called: for `findLeaks`. */
export class Secrets {
  readonly #all: [name: string, secret: string][] = [];

  get all(): readonly (readonly [name: string, secret: string])[] {
    return this.#all;
  }

  keep<S extends string>(name: string, secret: S): S {
    this.#all.push([name, secret]);
    return secret;
  }

  /** Plain letters: no pattern knows them for a secret, so that only what is never written stays secret. */
  word(name: string): string {
    const letters = [...randomBytes(24)].map((byte) => String.fromCharCode(97 + (byte % 26)));
    return this.keep(name, letters.join(''));
  }

  /** A mail of which every part that a person writes is secret. */
  mail(people: { from: string; to: string }) {
    const word = (part: string) => this.word(`a mail's ${part}`);
    return {
      from: `"${word('sender')}" <${people.from}>`,
      to: `"${word('recipient')}" <${people.to}>`,
      subject: `${word('subject')} "&/ü"`,
      text: `${word('text')} <script> %20`,
      html: `<p title="${word('title')}">${word('html')}</p>`,
      attachments: [{ filename: `${word('file name')}.pdf`, content: word('file') }],
    };
  }
}
