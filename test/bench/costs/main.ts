import { PRICED_IN } from './prices.ts';
import { readAssumptions } from './readAssumptions.ts';
import { assumptionTable, costTable, limitTable, priceTable, scaleTables, workTable } from './tables.ts';

const HELP = `Usage: npm run costs [-- --mailboxes n --mails-per-day n …]

What a month costs, and how many mailboxes each limit allows: from the counts that the tests measure, list prices, and
what is assumed of mailboxes. --page prints the tables of docs/scale.md instead. The options, and what they are
otherwise:

${assumptionTable()}
`;

const { help, page, given, wrong } = readAssumptions(process.argv.slice(2));
if (wrong !== undefined) {
  console.error(`${wrong}. npm run costs -- --help lists the options.`);
  process.exit(1);
}
if (help) console.log(HELP);
else if (page) console.log(scaleTables().join('\n\n'));
else {
  console.log(`List prices of ${PRICED_IN}, US dollars, nothing free and no discount.\n`);
  const sections = [
    costTable(given),
    workTable(given),
    limitTable(given),
    assumptionTable(given),
    priceTable(),
  ];
  console.log(sections.join('\n\n'));
}
