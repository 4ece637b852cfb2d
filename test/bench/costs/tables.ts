import { ASSUMPTIONS, type Assumptions, assumed } from './assumptions.ts';
import { GMAIL_UNITS_A_DAY, type Limit, limitsOf, mailboxesAt, shareAt } from './limits.ts';
import { type CostLine, monthlyCosts, totalOf } from './monthlyCosts.ts';
import { PRICES, type Price } from './prices.ts';
import { type Work, workOf } from './work.ts';

type Cell = string | number;

/** The sizes that docs/scale.md looks at. */
const SIZES = [1_000, 100_000, 10_000_000];

const sizeOf = (mailboxes: number): string =>
  mailboxes >= 1_000_000 ? `${mailboxes / 1_000_000} million` : show(mailboxes);

/** Markdown. */
function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => row.map(show))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function show(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  const digits = Math.abs(cell) >= 100 || Number.isInteger(cell) ? 0 : 2;
  return cell.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** What is priced below a cent has all its digits. */
const price = (usd: number): string =>
  `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 7 })}`;

const dollars = (usd: number): string =>
  `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

const percent = (share: number): string => `${show(share * 100)} %`;

/** Costs of a month for each 1,000 mailboxes, and of all. */
export function costTable(given: Assumptions): string {
  const lines = monthlyCosts(given);
  const row = (what: string, usd: number): Cell[] => [
    what,
    dollars((usd / given.mailboxes) * 1_000),
    dollars(usd),
  ];
  return table(
    ['a month', 'for 1,000 mailboxes', `for ${sizeOf(given.mailboxes)}`],
    [...lines.map(({ what, usd }) => row(what, usd)), row('**all**', totalOf(lines))],
  );
}

/** The same at all sizes, for each 1,000 mailboxes. */
function costsBySizeTable(): string {
  const bySize = SIZES.map((mailboxes) => ({ mailboxes, lines: monthlyCosts(assumed({ mailboxes })) }));
  const [{ lines: first } = { lines: [] as readonly CostLine[] }] = bySize;
  const per = (usd: number, mailboxes: number) => dollars((usd / mailboxes) * 1_000);
  const rows = first.map(({ what }, at): Cell[] => [
    what,
    ...bySize.map(({ lines, mailboxes }) => per(lines[at]?.usd ?? 0, mailboxes)),
  ]);
  const all = bySize.map(({ lines, mailboxes }) => per(totalOf(lines), mailboxes));
  const inAll = bySize.map(({ lines }) => `$${show(Math.round(totalOf(lines)))}`);
  return table(
    ['a month, for 1,000 mailboxes', ...SIZES.map((size) => `of ${sizeOf(size)}`)],
    [...rows, ['**all**', ...all], ['for all mailboxes together', ...inAll]],
  );
}

/** What is done for a mailbox in a day. */
export function workTable(given: Assumptions): string {
  const work = workOf(given);
  const total = (of: keyof Work['counts']) =>
    work.reduce((sum, each) => sum + each.timesADay * each.counts[of], 0);
  return table(
    ['for a mailbox, a day', 'times', 'units each', 'reads each', 'writes each', 'units a day'],
    [
      ...work.map(({ name, timesADay, counts: { units, reads, writes } }): Cell[] => [
        name,
        timesADay,
        units,
        reads,
        writes,
        timesADay * units,
      ]),
      ['**all**', '', '', total('reads'), total('writes'), total('units')],
    ],
  );
}

export function limitTable(given: Assumptions = assumed()): string {
  const shares = (limit: Limit): Cell[] =>
    SIZES.map((size) => (limit.of === 'project' ? percent(shareAt(limit, size)) : ''));
  return table(
    ['limit', '', 'met at mailboxes', ...SIZES.map(sizeOf)],
    limitsOf(given).map((limit): Cell[] => [
      limit.name,
      `${show(limit.most)} ${limit.unit}`,
      `${show(mailboxesAt(limit))}${limit.of === 'location' ? ' of one location' : ''}`,
      ...shares(limit),
    ]),
  );
}

/** What a change of the design would save. */
function savingsTable(): string {
  const given = assumed({ mailboxes: 100_000 });
  const variants: readonly (readonly [string, Assumptions])[] = [
    ['as it is', given],
    ['polled every 4 hours', { ...given, pollMinutes: 240 }],
    ["without Cloud Run's log lines", { ...given, requestLogKilobytes: 0 }],
    ['both', { ...given, pollMinutes: 240, requestLogKilobytes: 0 }],
  ];
  return table(
    ['100,000 mailboxes', 'a month', 'units a mailbox and day', 'mailboxes in 80,000,000 units a day'],
    variants.map(([what, each]): Cell[] => {
      const units = workOf(each).reduce((sum, { timesADay, counts }) => sum + timesADay * counts.units, 0);
      return [
        what,
        `$${show(Math.round(totalOf(monthlyCosts(each))))}`,
        units,
        Math.floor(GMAIL_UNITS_A_DAY / units),
      ];
    }),
  );
}

/** All inputs that are not measured, with their options. */
export function assumptionTable(given: Assumptions = assumed()): string {
  return table(
    ['option', '', ''],
    Object.entries(ASSUMPTIONS).map(([name, { meaning }]): Cell[] => [
      `\`${optionOf(name)}\``,
      valueIn(given, name),
      meaning,
    ]),
  );
}

const valueIn = (given: Assumptions, name: string): Cell =>
  Object.entries(given).find(([each]) => each === name)?.[1] ?? '';

export const optionOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export const priceTable = (): string =>
  table(
    ['list price', 'for', ''],
    Object.values<Price>(PRICES).map(({ usd, per, unit, source }): Cell[] => [
      price(usd),
      `${show(per)} ${unit}`,
      `<${source}>`,
    ]),
  );

/** What docs/scale.md has of these; a test holds it against them. */
export const scaleTables = (): readonly string[] => [
  limitTable(),
  workTable(assumed()),
  costsBySizeTable(),
  savingsTable(),
  assumptionTable(),
  priceTable(),
];
