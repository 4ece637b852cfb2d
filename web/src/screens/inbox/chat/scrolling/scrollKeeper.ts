/** This near is at the foot: a finger does not stop on a pixel. */
const NEAR_PIXELS = 48;

export interface Place {
  readonly isAtFoot: boolean;
  /** Nothing is above but what is not loaded yet. */
  readonly isNearTop: boolean;
  /** The message at the upper edge. */
  readonly messageId: string | undefined;
}

/**
 * Keeps what is read where it is. Above it and below it things change their height at any time: older messages are put on
 * top, mails and pictures load. Whoever is at the foot stays there until they touch something; for everybody else the
 * message that they touched last stays where it is, or else the first that begins in the upper half of what is in sight.
 */
export class ScrollKeeper {
  readonly #scroller: HTMLElement;
  readonly #list: HTMLElement;
  readonly #tell: (place: Place) => void;
  readonly #ended = new AbortController();
  #sticksToFoot = true;
  /** Where this put it last. */
  #footTop = 0;
  #lastTop = 0;
  #anchor: { readonly element: Element; readonly offset: number } | null = null;

  constructor(scroller: HTMLElement, list: HTMLElement, tell: (place: Place) => void) {
    this.#scroller = scroller;
    this.#list = list;
    this.#tell = tell;
    const { signal } = this.#ended;
    const observer = new ResizeObserver(() => this.#keep());
    observer.observe(list);
    observer.observe(scroller);
    signal.addEventListener('abort', () => observer.disconnect());
    scroller.addEventListener('scroll', () => this.#look(), { passive: true, signal });
    for (const touched of ['pointerdown', 'keydown'])
      list.addEventListener(touched, ({ target }) => this.#holdStill(target), { passive: true, signal });
    // A click into a frame is told to nobody but by the window, which it takes the focus from.
    window.addEventListener('blur', () => this.#holdStill(document.activeElement), { signal });
    this.toFoot();
  }

  toFoot(): void {
    this.#sticksToFoot = true;
    this.#scrollToFoot();
  }

  #scrollToFoot(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#footTop = this.#scroller.scrollTop;
  }

  end(): void {
    this.#ended.abort();
  }

  #keep(): void {
    if (this.#sticksToFoot) {
      this.#scrollToFoot();
      return;
    }
    const { element, offset } = this.#anchor ?? {};
    if (!element?.isConnected || offset === undefined) return;
    const moved = this.#offsetOf(element) - offset;
    if (Math.abs(moved) >= 1) this.#scroller.scrollTop += moved;
  }

  #look(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // The event of one's own scrolling comes late: more may have been put below meanwhile, and nobody has moved.
    const isOwn = this.#sticksToFoot && Math.abs(scrollTop - this.#footTop) < 2;
    const below = scrollHeight - clientHeight - scrollTop;
    const isAtFoot = isOwn || below < NEAR_PIXELS;
    // Whoever begins to move up is let go at once.
    const movesUp = !isOwn && scrollTop < this.#lastTop && below > 1;
    this.#sticksToFoot = isAtFoot && !movesUp;
    this.#lastTop = scrollTop;
    const element = this.#firstInSight();
    this.#fasten(element);
    const messageId = element instanceof HTMLElement ? element.dataset['message'] : undefined;
    this.#tell({ isAtFoot, isNearTop: scrollTop < clientHeight / 2, messageId });
  }

  #holdStill(touched: EventTarget | null): void {
    const message = touched instanceof Element ? touched.closest('[data-message]') : null;
    if (!message || !this.#list.contains(message)) return;
    this.#sticksToFoot = false;
    this.#fasten(message);
  }

  #fasten(element: Element | undefined): void {
    this.#anchor = element ? { element, offset: this.#offsetOf(element) } : null;
  }

  #offsetOf(element: Element): number {
    return element.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }

  /** The lines lie in their order, so that a thousand of them are ten looks. */
  #firstInSight(): Element | undefined {
    const lines = this.#list.children;
    const edge = this.#scroller.getBoundingClientRect().top;
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const isAbove = (lines[middle]?.getBoundingClientRect().bottom ?? 0) <= edge;
      if (isAbove) low = middle + 1;
      else high = middle;
    }
    // A heading may be gone once there is older mail above it; a message stays.
    const messages: Element[] = [];
    for (let index = low; index < lines.length && messages.length < 2; index += 1) {
      const line = lines[index];
      if (line?.hasAttribute('data-message')) messages.push(line);
    }
    const half = edge + this.#scroller.clientHeight / 2;
    const begins = messages.find((message) => {
      const { top } = message.getBoundingClientRect();
      return top >= edge && top < half;
    });
    return begins ?? messages[0];
  }
}
