import type { BrowserContext, ConsoleMessage, Request } from 'playwright-core';

/** Where mail is shown: what the browser keeps a mail from doing there is no fault of ours. */
const MAIL_PAGE = /\/mail\/(closed|images)\.html\b/;

/**
 * Everything that must not happen in a page: errors on the console, among them whatever the Content-Security-Policy or
 * the rules of a header forbid, errors that nobody has caught, and requests that go anywhere but to the stage.
 */
export class Complaints {
  readonly #isOurs: (request: Request) => boolean;
  readonly #found = new Map<object, string>();
  #tolerated: RegExp[] = [];

  constructor(isOurs: (request: Request) => boolean) {
    this.#isOurs = isOurs;
  }

  /** Listens to all pages of the context, those too that it opens itself. */
  listenTo(context: BrowserContext): void {
    context.on('console', (message) => {
      if (isFault(message)) this.#add(message, told(message));
    });
    context.on('weberror', (error) => this.#add(error, `uncaught: ${error.error().stack || error.error()}`));
    context.on('request', (request) => {
      if (isOnNetwork(request) && !this.#isOurs(request)) this.#add(request, `request to ${request.url()}`);
    });
    context.on('requestfailed', (request) => {
      // It was not sent.
      if (request.failure()?.errorText === 'csp') this.#found.delete(request);
    });
  }

  /** Of this test, what such a pattern says is meant to happen. */
  tolerate(...patterns: readonly RegExp[]): void {
    this.#tolerated.push(...patterns);
  }

  /** What there was since it was last asked. */
  take(): readonly string[] {
    const isMeant = (complaint: string) => this.#tolerated.some((pattern) => pattern.test(complaint));
    const left = [...this.#found.values()].filter((complaint) => !isMeant(complaint));
    this.#found.clear();
    this.#tolerated = [];
    return left;
  }

  #add(source: object, complaint: string): void {
    this.#found.set(source, complaint);
  }
}

const told = (message: ConsoleMessage): string =>
  `console ${message.type()}: ${message.text()} (${message.location().url})`;

const isFault = (message: ConsoleMessage): boolean =>
  ['error', 'warning'].includes(message.type()) && !MAIL_PAGE.test(told(message));

const isOnNetwork = (request: Request): boolean => /^(https?|wss?):/.test(request.url());
