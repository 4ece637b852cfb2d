/** A part of a long list, by where it begins and ends: both are places of rows, so that nothing lies between two parts. */
export interface Span<Place> {
  /** Exclusive; from the top where it is null. */
  readonly after: Place | null;
  /** Inclusive; null where it is not known yet: then it is as long as `limit`. */
  readonly until: Place | null;
  readonly limit: number | null;
}

/** What is in a span now, in its order. */
export interface Found<Row, Place> {
  readonly rows: readonly Row[];
  /** Of the last one, whether or not it can be read; null where there is none. */
  readonly last: Place | null;
  /** Of all, the unreadable ones too. */
  readonly count: number;
}

/** Begins to listen to a span, and tells each time that something in it changed; the answer ends it. */
export type OpenSpan<Row, Place> = (
  span: Span<Place>,
  tell: (found: Found<Row, Place>) => void,
) => () => void;

export interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

interface Page<Row, Place> {
  readonly after: Place | null;
  /** Null as long as it is the last one. */
  until: Place | null;
  found: Found<Row, Place> | null;
  listener: Listener | null;
}

interface Listener {
  /** Whether it listens to the span down to the page's last place, and not to a number of rows. */
  readonly isBounded: boolean;
  readonly end: () => void;
}

/** In pages: so far on either side of the row that is looked at, the list is listened to. */
const REACH = 2;

interface PagesOptions<Row, Place> {
  readonly pageSize: number;
  readonly idOf: (row: Row) => string;
  readonly open: OpenSpan<Row, Place>;
  /** Called once for all that came at a time. */
  readonly tell: (listed: Listed<Row>) => void;
  /** Puts the next `tell` off a little, so that what comes together is told together. */
  readonly soon: (tell: () => void) => void;
}

/**
 * A long list, live, that is loaded page by page. A page is asked for as a number of rows. Once another page follows, its
 * last row must stay its last: as soon as one comes in or leaves and would shift it, the page is asked for as all there is
 * between its first place and its last. Whatever then comes into it stays in it, whatever leaves it comes into another,
 * and none can fall between two. The first page reaches up to the top, where new mail comes in.
 *
 * However much is loaded, only the first page, the last, and those around what is looked at are listened to. The others
 * keep what they had: what leaves them for the top is seen there, anything else as soon as they are looked at.
 */
export class LivePages<Row, Place extends { readonly id: string }> {
  readonly #options: PagesOptions<Row, Place>;
  readonly #pages: Page<Row, Place>[] = [];
  #lookedAt = 0;
  #isToldSoon = false;
  #hasEnded = false;

  constructor(options: PagesOptions<Row, Place>) {
    this.#options = options;
    this.#add(null);
  }

  /** Loads the next page, unless there is none or it is under way. */
  more(): void {
    const last = this.#pages.at(-1);
    if (!last?.found?.last || last.found.count < this.#options.pageSize) return;
    last.until = last.found.last;
    this.#add(last.until);
  }

  /** Listens to what is around the row of that number. */
  lookAt(row: number): void {
    this.#lookedAt = row;
    this.#settle();
  }

  end(): void {
    this.#hasEnded = true;
    for (const page of this.#pages) this.#close(page);
  }

  #add(after: Place | null): void {
    this.#pages.push({ after, until: null, found: null, listener: null });
    this.#settle();
  }

  #settle(): void {
    const reach = REACH * this.#options.pageSize;
    let start = 0;
    for (const [index, page] of this.#pages.entries()) {
      const end = start + (page.found?.rows.length ?? 0);
      const isNear = start <= this.#lookedAt + reach && end >= this.#lookedAt - reach;
      if (isNear || index === 0 || page.until === null) this.#listen(page);
      else this.#close(page);
      start = end;
    }
  }

  #listen(page: Page<Row, Place>, { again = false } = {}): void {
    const { after, until, listener: before } = page;
    if (this.#hasEnded || (before && !again)) return;
    const isBounded = until !== null;
    let hasClosed = false;
    let stop = () => {};
    // The listener of before ends when this one has answered, or with it: meanwhile it keeps what it has found.
    let endBefore = () => before?.end();
    page.listener = {
      isBounded,
      end: () => {
        hasClosed = true;
        stop();
        endBefore();
      },
    };
    stop = this.#options.open({ after, until, limit: isBounded ? null : this.#options.pageSize }, (found) => {
      if (hasClosed) return;
      endBefore();
      endBefore = () => {};
      this.#hear(page, found, isBounded);
    });
  }

  #hear(page: Page<Row, Place>, found: Found<Row, Place>, isBounded: boolean): void {
    const { until, listener } = page;
    const isShifted = until !== null && found.last?.id !== until.id;
    if (isBounded || !isShifted) {
      page.found = found;
      this.#tellSoon();
    } else if (!listener?.isBounded) this.#listen(page, { again: true });
  }

  #close(page: Page<Row, Place>): void {
    page.listener?.end();
    page.listener = null;
  }

  #tellSoon(): void {
    if (this.#isToldSoon) return;
    this.#isToldSoon = true;
    this.#options.soon(() => {
      this.#isToldSoon = false;
      if (!this.#hasEnded && this.#pages[0]?.found) this.#options.tell(this.#listed());
    });
  }

  /** Pages lie one after the other; what moved up is in two until the lower one has heard of it, and counts in the upper. */
  #listed(): Listed<Row> {
    const seen = new Set<string>();
    const rows: Row[] = [];
    for (const { found } of this.#pages) {
      for (const row of found?.rows ?? []) {
        const id = this.#options.idOf(row);
        if (seen.has(id)) continue;
        seen.add(id);
        rows.push(row);
      }
    }
    const last = this.#pages.at(-1)?.found;
    return { rows, hasMore: !last || last.count >= this.#options.pageSize };
  }
}
