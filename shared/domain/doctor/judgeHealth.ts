import { counted, type Finding, notChecked, ok, warning, wrong } from './finding.ts';
import type { MailboxHealth, RelayHealth, Some } from './health.ts';

interface Where {
  readonly project: string;
  readonly isEmulated: boolean;
  /** Whether Gmail is asked to notify at all. */
  readonly hasGmailTopic: boolean;
}

const mailboxes = (count: number): string => counted(count, 'mailbox', 'mailboxes');

/** How many, and which: `3 mailboxes (a, b, …)`. */
const told = ({ count, some }: Some): string =>
  `${mailboxes(count)} (${some.join(', ')}${count > some.length ? ', …' : ''})`;

const show = ({ some }: Some): string => `npm run admin -- mailboxes show ${some[0] ?? '<mailbox>'}`;

export function judgeMailboxes(health: MailboxHealth, where: Where): readonly Finding[] {
  return [
    judgeStatus(health),
    judgeQuiet(health, where),
    ...judgeWatches(health, where),
    judgePaused(health),
    judgeFailing(health),
  ];
}

function judgeStatus({ byStatus }: MailboxHealth): Finding {
  const check = 'mailboxes';
  const counts = Object.entries(byStatus).filter(([, count]) => count > 0);
  const says = counts.map(([status, count]) => `${count} ${status}`).join(', ');
  if (byStatus.reauthRequired > 0)
    return warning(
      check,
      `${says}; Google has ended our access to those that are reauthRequired, and their agents have to connect again`,
      'npm run admin -- mailboxes list --status reauthRequired',
    );
  return ok(check, says || 'there are none yet');
}

/** The poll leaves no mailbox alone for an hour: where all are quiet it does not run, where some are they are stuck. */
function judgeQuiet({ byStatus, quiet }: MailboxHealth, where: Where): Finding {
  const check = 'quiet mailboxes';
  if (quiet.count === 0) return ok(check, 'every live mailbox had a run within the hour');
  if (quiet.count < byStatus.live)
    return warning(check, `${told(quiet)} had no run for more than an hour`, show(quiet));
  return wrong(
    check,
    `no live mailbox had a run for more than an hour (${mailboxes(quiet.count)}): the poll does not run`,
    call('pollMailboxes', where),
  );
}

function judgeWatches({ lapsed, ending, unwatched }: MailboxHealth, where: Where): readonly Finding[] {
  const check = 'watches';
  if (!where.hasGmailTopic) return [notChecked(check, 'GMAIL_TOPIC is not set: mailboxes are polled')];
  const renew = call('renewWatches', where);
  const found: Finding[] = [];
  if (lapsed.count > 0)
    found.push(wrong(check, `${told(lapsed)} get no notifications: their watch has ended`, renew));
  if (unwatched.count > 0)
    found.push(warning(check, `${told(unwatched)} have no watch, and are only polled`, renew));
  if (ending.count > 0)
    found.push(
      warning(
        check,
        `${told(ending)} have a watch that ends within two days: they are not renewed every day`,
        renew,
      ),
    );
  return found.length > 0 ? found : [ok(check, 'all last for two days and more')];
}

function judgePaused({ paused }: MailboxHealth): Finding {
  const check = 'resting mailboxes';
  if (paused.count === 0) return ok(check, 'none');
  return warning(
    check,
    `${told(paused)} rest until Gmail or operations let them go on`,
    `npm run admin -- mailboxes resume ${paused.some[0] ?? '<mailbox>'}`,
  );
}

function judgeFailing({ failing }: MailboxHealth): Finding {
  const check = 'failing mailboxes';
  if (failing.count === 0) return ok(check, 'none');
  const codes = Object.entries(failing.codes)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ');
  return warning(check, `the last run of ${told(failing)} has failed: ${codes}`, show(failing));
}

const call = (target: string, { project, isEmulated }: Where): string =>
  isEmulated
    ? `curl -X POST "$APP_BASE_URL/${target}" -H "Authorization: Bearer $CRON_SECRET"`
    : `gcloud scheduler jobs run ${target} --location=REGION --project=${project}`;

export function judgeRelay({ revoked, failed }: RelayHealth): readonly Finding[] {
  const [lost] = revoked.some;
  const [given] = failed.some;
  const names = ({ count, some }: { count: number; some: readonly string[] }) =>
    `${some.join(', ')}${count > some.length ? ', …' : ''}`;
  return [
    lost === undefined
      ? ok('GHL links', 'none is revoked')
      : wrong(
          'GHL links',
          `GHL no longer takes the link of ${counted(revoked.count, 'location')} (${names(revoked)}): what is to be logged waits`,
          `npm run admin -- ghl link ${lost}`,
        ),
    given === undefined
      ? ok('GHL outbox', 'nothing was given up')
      : warning(
          'GHL outbox',
          `${counted(failed.count, 'email')} were given up, of location ${failed.some.join(', ')} and perhaps others`,
          `npm run admin -- outbox list ${given} --state failed, then npm run admin -- outbox retry ${given}`,
        ),
  ];
}
