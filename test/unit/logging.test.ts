import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { captureConsole } from '../../shared/adapters/logging/captureConsole.ts';
import { traceContext } from '../../shared/adapters/logging/traceContext.ts';
import { MailboxId } from '../../shared/domain/ids.ts';
import { LOG_FIELDS } from '../../shared/domain/log/logFields.ts';
import { LOG_EVENTS, type LogEventName } from '../../shared/domain/logEvents.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import { newLog } from '../support/log/newLog.ts';

const lineOf = (write: (log: ReturnType<typeof newLog>['log']) => void): Record<string, unknown> => {
  const { log, lines } = newLog();
  write(log);
  const [line] = lines();
  if (line === undefined) throw new Error('nothing was written');
  return line;
};

const random = (length = 32) => randomBytes(length).toString('base64url');
const mailboxId = MailboxId.of(`${random()}@example.com`);

describe('a line', () => {
  test('is what Cloud Logging takes apart: severity, time, message, labels and trace', () => {
    const trace = `projects/p-1/traces/${randomBytes(16).toString('hex')}`;
    const spanId = randomBytes(8).toString('hex');
    const { log, text } = newLog({ context: { function: 'gmailPush', trace, spanId, executionId: 'x1y2' } });
    log.event('pushIgnored', { mailboxId, historyId: '987654321098765432', reason: 'upToDate' });
    expect(text().endsWith('}\n')).toBe(true);
    expect(JSON.parse(text())).toEqual({
      severity: 'INFO',
      time: '2026-11-22T12:34:56.789Z',
      message: 'push ignored',
      event: 'pushIgnored',
      function: 'gmailPush',
      mailboxId,
      historyId: '987654321098765432',
      reason: 'upToDate',
      'logging.googleapis.com/labels': { event: 'pushIgnored', function: 'gmailPush', execution_id: 'x1y2' },
      'logging.googleapis.com/trace': trace,
      'logging.googleapis.com/spanId': spanId,
    });
  });

  test.each(Object.keys(LOG_EVENTS) as LogEventName[])('%s has its severity from the table', (name) => {
    const line = lineOf((log) => log.event(name, {}));
    expect(line['severity']).toBe(LOG_EVENTS[name].severity);
  });

  test('carries what the log it came from has in common, and its own fields before that', () => {
    const { log, lines, text } = newLog({ context: { function: 'syncWorker' } });
    const run = log.with({ mailboxId, runId: 'run-1' }).with({ jobId: 'job-1' });
    run.event('syncFinished', { runId: 'run-2', outcome: 'synced', stored: 3, skipped: 0, durationMs: 1200 });
    log.event('pollFinished', { queued: 2 });
    expect(lines()[0]).toMatchObject({
      function: 'syncWorker',
      mailboxId,
      jobId: 'job-1',
      runId: 'run-2',
      stored: 3,
    });
    expect(text().match(/"runId"/g)).toHaveLength(1);
    expect(lines()[1]).not.toHaveProperty('mailboxId');
  });

  test('below the level is not written', () => {
    const { log, lines } = newLog({ level: 'WARNING' });
    log.event('syncFinished', { mailboxId });
    log.event('grantRevoked', { mailboxId });
    expect(lines().map((line) => line['event'])).toEqual(['grantRevoked']);
  });

  test('about an error has the stack where Error Reporting looks for it, under our service', () => {
    const { log, lines } = newLog({ service: { service: 'syncWorker', version: '7' } });
    const error = new SyncError('unavailable', 'gmail.history.list', {
      cause: new TypeError('fetch failed'),
    });
    log.event('unexpectedFailure', { error });
    expect(lines()[0]).toMatchObject({
      severity: 'ERROR',
      message: 'unexpected failure: gmail.history.list: unavailable',
      serviceContext: { service: 'syncWorker', version: '7' },
      error: {
        name: 'SyncError',
        message: 'gmail.history.list: unavailable',
        code: 'unavailable',
        operation: 'gmail.history.list',
        causes: [{ name: 'TypeError', message: 'fetch failed' }],
      },
    });
    const [first, second] = String(lines()[0]?.['stack_trace']).split('\n');
    expect(first).toBe('SyncError: gmail.history.list: unavailable');
    expect(second).toMatch(/^ {4}at .*logging\.test\.ts:\d+:\d+\)?$/);
  });

  test('about a failure that heals by itself has no stack, so that nobody is called', () => {
    const line = lineOf((log) => log.event('secretStale', { error: new Error('503') }));
    expect(line).toMatchObject({ severity: 'WARNING', error: { message: '503' } });
    expect(line).not.toHaveProperty('stack_trace');
  });
});

describe('a field', () => {
  test('that its event does not list is left out, and reported by name in development', () => {
    const subject = `Re: ${random()}`;
    const more = {
      mailboxId,
      gmailId: '18f3a',
      subject,
      to: ['ann@example.com'],
      accessToken: `ya29.${random()}`,
    };
    const { log, lines, text } = newLog({ reportDropped: true });
    log.event('messageStored', more);
    expect(lines()[0]).toMatchObject({ event: 'messageStored', mailboxId, gmailId: '18f3a' });
    expect(
      lines()
        .slice(1)
        .map(({ event, ofEvent, key }) => [event, ofEvent, key]),
    ).toEqual([
      ['fieldDropped', 'messageStored', 'subject'],
      ['fieldDropped', 'messageStored', 'to'],
      ['fieldDropped', 'messageStored', 'accessToken'],
    ]);
    for (const secret of [subject, 'ann@', more.accessToken]) expect(text()).not.toContain(secret);
  });

  test.each<[string, unknown]>([
    ['a subject', 'Your order has been shipped'],
    ['an address', 'ann@example.com'],
    ['a list of addresses', ['ann@example.com', 'bob@example.com']],
    ['a refresh token', `1//0g${random()}`],
    ['an access token', `ya29.${random()}`],
    ['an object', { token: random() }],
    ['html', '<p>hello</p>'],
  ])('that is an id or a word has no room for %s', (_, value) => {
    const fields: object = { mailboxId: value, reason: value, gmailId: value };
    const { log, text } = newLog();
    log.event('messageSkipped', fields);
    const { mailboxId: id, gmailId, reason, ...rest } = JSON.parse(text());
    expect([id, gmailId]).toEqual([undefined, undefined]);
    expect(String(reason ?? '')).toMatch(/^(\[redacted.*\])?$/);
    expect(rest.event).toBe('messageSkipped');
  });

  test.each(['NaN', 'Infinity', '12'])('that is a count is not %s', (value) => {
    const fields: object = { stored: value === '12' ? value : Number(value) };
    expect(lineOf((log) => log.event('syncFinished', fields))).not.toHaveProperty('stored');
  });

  test('of every event is one that has a kind', () => {
    for (const { fields } of Object.values(LOG_EVENTS)) {
      for (const field of fields) expect(LOG_FIELDS).toHaveProperty(field);
    }
  });

  test('of a Firebase user, a mailbox and a UUID stays readable', () => {
    const agentId = 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9b';
    const runId = '3f2b8c1e-9d4a-4f6b-8a7c-1e2d3c4b5a69';
    expect(lineOf((log) => log.with({ agentId, runId }).event('syncStarted', { mailboxId }))).toMatchObject({
      agentId,
      runId,
      mailboxId,
    });
  });
});

test('an error that cannot be read does not end the work that reports it', () => {
  const error = Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('no message');
    },
  });
  expect(lineOf((log) => log.event('eventFailed', { error }))).toMatchObject({
    severity: 'ERROR',
    event: 'eventFailed',
  });
});

test('an error that causes itself is told once', () => {
  const error = new Error('round');
  error.cause = new Error('about', { cause: error });
  expect(lineOf((log) => log.event('eventFailed', { error }))).toMatchObject({
    error: { message: 'round', causes: [{ message: 'about' }] },
  });
});

describe('the console of libraries', () => {
  const captured = () => {
    const { log, lines, text } = newLog();
    const silent = (..._said: unknown[]) => {};
    const console = { debug: silent, info: silent, log: silent, warn: silent, error: silent };
    captureConsole(log, console);
    return { console, lines, text };
  };

  test('has no way into the log for what they say of a request', () => {
    const { console, text } = captured();
    const body = `{"text":"${random()}"`;
    const unparsed = Object.assign(new SyntaxError(`"${body}" is not valid JSON`), { status: 400, body });
    console.error(unparsed);
    console.error(
      JSON.stringify({ severity: 'ERROR', message: `Error: cannot decode\n    at x (a.ts:1:2)`, body }),
    );
    console.warn('Request body is missing data.', { body });
    console.log(body);
    console.info(body);
    console.debug(body);
    expect(text()).toBe('');
  });

  test.each<[string, (error: Error) => unknown]>([
    ['an error', (error) => error],
    ['its stack', (error) => error.stack],
    ['a failure of the server', (error) => Object.assign(error, { status: 500 })],
  ])('reports %s that nobody caught, redacted', (_, said) => {
    const { console, lines, text } = captured();
    const token = `ya29.${random()}`;
    console.error(said(new Error(`the answer to ${token} was no`)));
    expect(lines()).toMatchObject([{ event: 'unexpectedFailure', severity: 'ERROR' }]);
    expect(text()).toContain('the answer to [redacted:');
    expect(text()).not.toContain(token);
  });
});

describe('the trace of a request', () => {
  const trace = randomBytes(16).toString('hex');
  const found = { trace: `projects/p/traces/${trace}`, spanId: '00000000000000ff' };

  test.each<[string, Record<string, string>, object]>([
    ['the standard header', { traceparent: `00-${trace}-00000000000000ff-01` }, found],
    ['Google’s older one', { 'x-cloud-trace-context': `${trace}/255;o=1` }, found],
    ['the older one without a span', { 'x-cloud-trace-context': trace }, { trace: found.trace }],
    [
      'the header of Cloud Run functions, with its execution',
      { 'function-execution-id': 'a1b2c3' },
      { executionId: 'a1b2c3' },
    ],
    ['none', {}, {}],
    ['a forged one', { traceparent: '00-"}{-x-01', 'x-cloud-trace-context': 'zzz' }, {}],
  ])('comes from %s', (_, headers, expected) => {
    expect(traceContext(headers, 'p')).toEqual(expected);
  });
});
