interface Assumption {
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly meaning: string;
}

const MANY = 1_000_000_000;

const from = (least: number, most: number) => (value: number, meaning: string) => ({
  value,
  least,
  most,
  meaning,
});
const amount = from(0, MANY);
const above = from(0.01, MANY);
const share = from(0, 1);

/** What is not measured and has to be assumed; each is an option of `npm run costs`. */
export const ASSUMPTIONS = {
  mailboxes: from(1, MANY)(1_000, 'mailboxes, one an agent'),
  mailsPerDay: amount(50, 'mails a mailbox gets and sends a day'),
  contactShare: share(0.4, 'of them with a contact'),
  changesPerMail: amount(
    1,
    'times that a mail is read, archived or labelled in Gmail, each with its notification',
  ),
  sendsPerDay: amount(2, 'mails an agent sends through the CRM a day, of those above'),
  linkedShare: share(1, 'of the mails with a contact that are logged at GoHighLevel'),
  screenReads: amount(500, "documents that an agent's screen reads a day"),
  screenKilobytes: amount(5, 'kilobytes of such a document, sent to the browser'),
  mailKilobytes: amount(20, 'kilobytes that a mail takes in Firestore, its indexes included'),
  skippedKilobytes: amount(1, 'kilobytes that the ledger keeps of a mail that is skipped'),
  monthsKept: amount(12, 'months of mail that are stored'),
  daysPerMonth: above(30, 'days a month'),
  pollMinutes: above(15, 'minutes from one poll to the next'),
  renewalsPerDay: amount(1, 'renewals of a watch a day'),
  auditsPerWeek: amount(1, 'audits of a mailbox a week'),
  busyHours: from(1, 24)(10, 'hours a day over which mail is spread'),
  peak: from(1, MANY)(5, 'times as much as on average comes in the busiest minute'),
  together: from(1, MANY)(12, 'requests that a busy instance answers side by side'),
  pushSeconds: amount(0.25, 'seconds for a notification with mail, Gmail taking 80 ms a call'),
  shortSeconds: amount(0.15, 'seconds for a change of labels, or an idle poll'),
  renewalSeconds: amount(0.3, 'seconds for a renewal'),
  auditSeconds: amount(5, 'seconds for an audit'),
  relaySeconds: amount(0.4, 'seconds to log a mail at GoHighLevel'),
  callSeconds: amount(0.5, 'seconds for sending a mail'),
  instanceGib: above(1, 'GiB of memory of an instance, with 1 vCPU'),
  warmInstances: amount(1, 'instances that are kept warm for notifications'),
  logKilobytes: amount(1, 'kilobytes of a log line of ours, as Cloud Logging counts it'),
  requestLogKilobytes: amount(1.3, "kilobytes of Cloud Run's own log line for each request"),
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof ASSUMPTIONS;
export type Assumptions = Readonly<Record<AssumptionName, number>>;

/** As they are unless somebody says otherwise. */
export const assumed = (given: Partial<Assumptions> = {}): Assumptions => ({
  mailboxes: ASSUMPTIONS.mailboxes.value,
  mailsPerDay: ASSUMPTIONS.mailsPerDay.value,
  contactShare: ASSUMPTIONS.contactShare.value,
  changesPerMail: ASSUMPTIONS.changesPerMail.value,
  sendsPerDay: ASSUMPTIONS.sendsPerDay.value,
  linkedShare: ASSUMPTIONS.linkedShare.value,
  screenReads: ASSUMPTIONS.screenReads.value,
  screenKilobytes: ASSUMPTIONS.screenKilobytes.value,
  mailKilobytes: ASSUMPTIONS.mailKilobytes.value,
  skippedKilobytes: ASSUMPTIONS.skippedKilobytes.value,
  monthsKept: ASSUMPTIONS.monthsKept.value,
  daysPerMonth: ASSUMPTIONS.daysPerMonth.value,
  pollMinutes: ASSUMPTIONS.pollMinutes.value,
  renewalsPerDay: ASSUMPTIONS.renewalsPerDay.value,
  auditsPerWeek: ASSUMPTIONS.auditsPerWeek.value,
  busyHours: ASSUMPTIONS.busyHours.value,
  peak: ASSUMPTIONS.peak.value,
  together: ASSUMPTIONS.together.value,
  pushSeconds: ASSUMPTIONS.pushSeconds.value,
  shortSeconds: ASSUMPTIONS.shortSeconds.value,
  renewalSeconds: ASSUMPTIONS.renewalSeconds.value,
  auditSeconds: ASSUMPTIONS.auditSeconds.value,
  relaySeconds: ASSUMPTIONS.relaySeconds.value,
  callSeconds: ASSUMPTIONS.callSeconds.value,
  instanceGib: ASSUMPTIONS.instanceGib.value,
  warmInstances: ASSUMPTIONS.warmInstances.value,
  logKilobytes: ASSUMPTIONS.logKilobytes.value,
  requestLogKilobytes: ASSUMPTIONS.requestLogKilobytes.value,
  ...given,
});
