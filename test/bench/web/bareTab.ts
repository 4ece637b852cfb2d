import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';
import { z } from 'zod';

/** What is awaited in a page is there by then, or never. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;

const SCREEN = { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false };

const Context = z.object({ browserContextId: z.string() });
const Target = z.object({ targetId: z.string() });
const Session = z.object({ sessionId: z.string() });
const Navigated = z.object({ errorText: z.string().optional() });
const Answer = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const Evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});

/**
 * A tab of 1280 by 800 that nobody inspects. Playwright has the browser keep whatever its pages receive, and the page's
 * own time goes into it: some 40 ms whenever a channel ends on which Firestore has sent 13 MB.
 */
export class BareTab {
  readonly #browser: CDPSession;
  readonly #sessionId: string;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  private constructor(browser: CDPSession, sessionId: string) {
    this.#browser = browser;
    this.#sessionId = sessionId;
    browser.on('Target.receivedMessageFromTarget', (event) => {
      if (event.sessionId === sessionId) this.#hear(Answer.parse(JSON.parse(event.message)));
    });
    browser.on('Target.detachedFromTarget', (event) => {
      if (event.sessionId !== sessionId) return;
      for (const { reject } of this.#asked.values()) reject(new Error('The tab is gone'));
    });
  }

  static async open(browser: Browser): Promise<BareTab> {
    const session = await browser.newBrowserCDPSession();
    const context = Context.parse(await session.send('Target.createBrowserContext'));
    const target = Target.parse(
      await session.send('Target.createTarget', { ...context, url: 'about:blank' }),
    );
    const attached = await session.send('Target.attachToTarget', { ...target, flatten: false });
    const tab = new BareTab(session, Session.parse(attached).sessionId);
    await tab.send('Page.enable');
    await tab.send('Emulation.setDeviceMetricsOverride', SCREEN);
    return tab;
  }

  /** A command of https://chromedevtools.github.io/devtools-protocol/. @throws Error where it is refused */
  async send(method: string, params: object = {}): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const asked = Promise.withResolvers<unknown>();
    this.#asked.set(id, asked);
    const message = JSON.stringify({ id, method, params });
    await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message });
    return asked.promise;
  }

  #hear({ id, result, error }: z.infer<typeof Answer>): void {
    const asked = this.#asked.get(id ?? 0);
    this.#asked.delete(id ?? 0);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  }

  /** Runs in every page from now on, before anything of its own. */
  async addInitScript(source: string): Promise<void> {
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source });
  }

  /** @throws Error where the page cannot be had */
  async goto(url: string): Promise<void> {
    const { errorText } = Navigated.parse(await this.send('Page.navigate', { url }));
    if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
  }

  /** @throws Error for what the expression throws */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    const { result, exceptionDetails } = Evaluated.parse(answer);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  async waitFor(selector: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    const isThere = `document.querySelector(${JSON.stringify(selector)}) !== null`;
    while (!(await this.evaluate(isThere))) {
      if (performance.now() > deadline) throw new Error(`The page has no ${selector}`);
      await pause(POLL_MS);
    }
  }

  /** Turns the wheel over a point. */
  async wheel({ x, y, by }: { readonly x: number; readonly y: number; readonly by: number }): Promise<void> {
    await this.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY: by });
  }
}
