import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Found, type Listed, LivePages, type Span } from '../../../web/src/live/paging/livePages.ts';

interface Row {
  readonly id: string;
  readonly at: number;
}

const below = (a: Row, b: Row): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);

interface Open {
  readonly span: Span<Row>;
  readonly tell: (found: Found<Row, Row>) => void;
  last: string;
}

/** A collection, the latest on top, and whoever listens to parts of it; they hear of what has changed when it is asked. */
class Collection {
  readonly rows = new Map<string, Row>();
  readonly opened: Open[] = [];
  asked = 0;
  open = (span: Span<Row>, tell: (found: Found<Row, Row>) => void) => {
    const opened: Open = { span, tell, last: '' };
    this.opened.push(opened);
    this.asked += 1;
    return () => {
      this.opened.splice(this.opened.indexOf(opened), 1);
    };
  };

  put(id: string, at: number): void {
    this.rows.set(id, { id, at });
  }

  /** All hear, also those who begin to listen because of what others have heard. */
  settle(): void {
    for (let hasHeard = true; hasHeard; ) {
      hasHeard = false;
      for (const each of [...this.opened]) hasHeard = this.#tell(each) || hasHeard;
    }
  }

  all(): readonly Row[] {
    return [...this.rows.values()].sort((a, b) => (below(a, b) ? 1 : -1));
  }

  #tell(opened: Open): boolean {
    const { after, until, limit } = opened.span;
    const rows = this.all()
      .filter((row) => (!after || below(row, after)) && (!until || !below(row, until)))
      .slice(0, limit ?? undefined);
    const now = JSON.stringify(rows);
    if (now === opened.last || !this.opened.includes(opened)) return false;
    opened.last = now;
    opened.tell({ rows, last: rows.at(-1) ?? null, count: rows.length });
    return true;
  }
}

function aList(collection: Collection, pageSize = 3) {
  const shown: { listed: Listed<Row> } = { listed: { rows: [], hasMore: true } };
  let waiting: (() => void)[] = [];
  const pages = new LivePages<Row, Row>({
    pageSize,
    idOf: ({ id }) => id,
    open: collection.open,
    tell: (listed) => {
      shown.listed = listed;
    },
    soon: (tell) => waiting.push(tell),
  });
  const settle = () => {
    collection.settle();
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
  const ids = () => shown.listed.rows.map(({ id }) => id);
  settle();
  return { pages, settle, ids, shown };
}

function filled(count: number): Collection {
  const collection = new Collection();
  for (let index = 0; index < count; index += 1) collection.put(`row-${index}`, count - index);
  return collection;
}

const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);

describe('a long list that is loaded page by page', () => {
  test('has the first page, and the next ones as they are asked for, until there is no more', () => {
    const list = aList(filled(7));
    expect(list.ids()).toEqual(['row-0', 'row-1', 'row-2']);
    for (let page = 0; page < 4; page += 1) {
      list.pages.more();
      list.settle();
    }
    expect(list.ids()).toHaveLength(7);
    expect(list.shown.listed.hasMore).toBe(false);
  });

  test('reads each row once, as long as nothing shifts the end of a page', () => {
    const collection = filled(9);
    const list = aList(collection);
    list.pages.more();
    list.settle();
    list.pages.more();
    list.settle();
    collection.put('row-1', 100);
    list.settle();
    expect(collection.asked).toBe(3);
    collection.put('row-7', 101);
    list.settle();
    expect(list.ids()).toEqual(idsOf(collection.all()));
  });

  test('keeps all that was loaded while new mail comes in on top', () => {
    const collection = filled(6);
    const list = aList(collection);
    list.pages.more();
    list.settle();
    for (const name of ['new-1', 'new-2', 'new-3', 'new-4']) collection.put(name, 100 + Number(name.at(-1)));
    list.settle();
    expect(list.ids()).toEqual(idsOf(collection.all()));
  });

  test('shows a row once that has moved from a page that nobody looks at to the top', () => {
    const collection = filled(40);
    const list = aList(collection);
    for (let page = 0; page < 13; page += 1) {
      list.pages.more();
      list.settle();
    }
    list.pages.lookAt(0);
    collection.put('row-20', 1_000);
    list.settle();
    expect(list.ids()).toEqual(idsOf(collection.all()));
  });

  test('listens to the top, the end and what is looked at, however much is loaded', () => {
    const collection = filled(100);
    const list = aList(collection);
    for (let page = 0; page < 30; page += 1) {
      list.pages.lookAt(page * 3);
      list.pages.more();
      list.settle();
    }
    expect(collection.opened.length).toBeLessThanOrEqual(7);
  });

  test('sees what has changed meanwhile in a page as soon as it is looked at again', () => {
    const collection = filled(60);
    const list = aList(collection);
    for (let page = 0; page < 20; page += 1) {
      list.pages.lookAt(page * 3);
      list.pages.more();
      list.settle();
    }
    collection.rows.delete('row-15');
    list.settle();
    expect(list.ids()).toContain('row-15');
    list.pages.lookAt(15);
    list.settle();
    expect(list.ids()).toEqual(idsOf(collection.all()));
  });

  test('listens to nothing once it has ended, and tells nothing', () => {
    const collection = filled(9);
    const list = aList(collection);
    list.pages.more();
    list.pages.end();
    collection.put('new', 50);
    list.settle();
    expect(collection.opened).toEqual([]);
    expect(list.ids()).not.toContain('new');
  });

  test('does not lose one of those that were sent at the very same moment between two pages', () => {
    const collection = new Collection();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) collection.put(id, 1);
    const list = aList(collection);
    for (let page = 0; page < 3; page += 1) {
      list.pages.more();
      list.settle();
    }
    expect(list.ids()).toEqual(['g', 'f', 'e', 'd', 'c', 'b', 'a']);
  });

  test('has each row once and in order, whatever comes, goes and moves while pages are loaded', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('put' as const), id: fc.integer({ min: 0, max: 30 }), at: fc.nat(60) }),
      fc.record({ do: fc.constant('delete' as const), id: fc.integer({ min: 0, max: 30 }), at: fc.nat(1) }),
      fc.record({ do: fc.constant('more' as const), id: fc.nat(1), at: fc.nat(1) }),
      fc.record({ do: fc.constant('look' as const), id: fc.nat(30), at: fc.nat(1) }),
      fc.record({ do: fc.constant('settle' as const), id: fc.nat(1), at: fc.nat(1) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const collection = filled(12);
        const list = aList(collection);
        for (const { do: kind, id, at } of steps) {
          if (kind === 'put') collection.put(`row-${id}`, at);
          else if (kind === 'delete') collection.rows.delete(`row-${id}`);
          else if (kind === 'more') list.pages.more();
          else if (kind === 'look') list.pages.lookAt(id);
          else list.settle();
        }
        list.settle();
        while (list.shown.listed.hasMore) {
          list.pages.more();
          list.settle();
        }
        for (let row = 0; row < 60; row += 1) {
          list.pages.lookAt(row);
          list.settle();
        }
        expect(list.ids()).toEqual(idsOf(collection.all()));
      }),
      { numRuns: 300 },
    );
  });
});
