import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { GmailMessageId, GmailThreadId } from '../../shared/domain/ids.ts';
import { SyncError, type SyncErrorCode } from '../../shared/domain/syncError.ts';
import type { Gmail } from '../../shared/ports/gmail.ts';
import { type Reply, type Script, ScriptedGoogle } from '../support/google/scriptedGoogle.ts';

const profile = (gmail: Gmail) => gmail.getProfile();
const history = (gmail: Gmail) => gmail.listHistory({ startHistoryId: HistoryId.of('1') });
const message = (gmail: Gmail) => gmail.getMessage(GmailMessageId('18c1'));
const thread = (gmail: Gmail) => gmail.getThread(GmailThreadId('18c1'));
const labels = (gmail: Gmail) => gmail.getLabels(GmailMessageId('18c1'));
const allLabels = (gmail: Gmail) => gmail.listLabels();
const search = (gmail: Gmail) => gmail.listMessages({ query: 'from:ann@example.com', maxResults: 10 });
const watch = (gmail: Gmail) => gmail.watch('projects/p/topics/t');

type Call = (gmail: Gmail) => Promise<unknown>;

/** Google's error body, as it comes over the wire. */
function refusal(
  code: number,
  reason: string,
  text: string,
  rest: { status?: string; details?: unknown[] } = {},
) {
  const body = {
    error: { code, message: text, errors: [{ message: text, domain: 'global', reason }], ...rest },
  };
  return { status: code, body };
}

function quotaDetails(quota_limit: string, quota_unit: string) {
  const metadata = { service: 'gmail.googleapis.com', consumer: 'projects/1', quota_limit, quota_unit };
  const type = 'type.googleapis.com/google.rpc.ErrorInfo';
  return [{ '@type': type, reason: 'RATE_LIMIT_EXCEEDED', domain: 'googleapis.com', metadata }];
}

async function failure(script: Script, call: Call, now?: Date): Promise<SyncError> {
  await using google = await ScriptedGoogle.start(script);
  const error: unknown = await call(google.gmail(now && { now: () => now })).then(
    () => new Error('The call went through'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SyncError)) throw error;
  const written = inspect([error, error.cause, { ...error }], { depth: 20, showHidden: true });
  for (const secret of Object.values(google.secrets)) expect(written).not.toContain(secret);
  return error;
}

const NOT_FOUND = refusal(404, 'notFound', 'Requested entity was not found.', { status: 'NOT_FOUND' });
const PER_MINUTE =
  "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service";
const PER_DAY = "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service";

const REFUSALS: readonly [why: string, call: Call, reply: Reply, code: SyncErrorCode][] = [
  ['a start id that is too old', history, NOT_FOUND, 'historyExpired'],
  ['a message that is gone', message, NOT_FOUND, 'messageGone'],
  ['a thread that is gone', thread, NOT_FOUND, 'messageGone'],
  ['the labels of a message that is gone', labels, NOT_FOUND, 'messageGone'],
  ['a 404 where nothing can be missing', profile, NOT_FOUND, 'invalidRequest'],
  ['a 404 for the list of labels', allLabels, NOT_FOUND, 'invalidRequest'],
  [
    'a page token that Gmail no longer takes',
    search,
    refusal(400, 'invalidArgument', 'Invalid pageToken', { status: 'INVALID_ARGUMENT' }),
    'invalidRequest',
  ],
  [
    'the rate limit of a user',
    message,
    refusal(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded'),
    'rateLimited',
  ],
  [
    'the rate limit of a user as the newer quota system tells it',
    message,
    refusal(403, 'rateLimitExceeded', PER_MINUTE, {
      status: 'PERMISSION_DENIED',
      details: quotaDetails('QuotaUnitsPerMinutePerUser', '1/min/{project}/{user}'),
    }),
    'rateLimited',
  ],
  [
    'too many requests at the same time',
    message,
    refusal(429, 'rateLimitExceeded', 'Too many concurrent requests for user.', {
      status: 'RESOURCE_EXHAUSTED',
    }),
    'rateLimited',
  ],
  ['a 429 without a word', search, { status: 429, body: 'Too Many Requests' }, 'rateLimited'],
  [
    'the daily limit',
    profile,
    refusal(403, 'dailyLimitExceeded', 'Daily Limit Exceeded'),
    'dailyLimitExceeded',
  ],
  [
    'the daily limit as the newer quota system tells it',
    profile,
    refusal(429, 'rateLimitExceeded', PER_DAY, {
      details: quotaDetails('QuotaUnitsPerDayPerProject', '1/d/{project}'),
    }),
    'dailyLimitExceeded',
  ],
  ['a used-up quota', profile, refusal(403, 'quotaExceeded', 'Quota exceeded'), 'dailyLimitExceeded'],
  [
    'a token that a renewal does not cure',
    profile,
    refusal(401, 'authError', 'Invalid Credentials', { status: 'UNAUTHENTICATED' }),
    'unauthorized',
  ],
  [
    'a grant without the scope',
    search,
    refusal(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.', {
      details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com' }],
    }),
    'insufficientScope',
  ],
  [
    'a domain that forbids us',
    profile,
    refusal(403, 'domainPolicy', 'The domain administrators have disabled Gmail apps.'),
    'forbidden',
  ],
  [
    'an account without Gmail',
    profile,
    refusal(400, 'failedPrecondition', 'Mail service not enabled', { status: 'FAILED_PRECONDITION' }),
    'forbidden',
  ],
  ['any other 403', message, refusal(403, 'forbidden', 'Delegation denied'), 'forbidden'],
  [
    'a topic that Gmail may not publish to',
    watch,
    refusal(
      403,
      'forbidden',
      'Error sending test message to Cloud PubSub projects/p/topics/t : User not authorized to perform this action.',
    ),
    'topicNotPermitted',
  ],
  [
    'a topic that does not exist',
    watch,
    refusal(
      404,
      'notFound',
      'Error sending test message to Cloud PubSub projects/p/topics/t : Resource not found',
    ),
    'topicNotPermitted',
  ],
  [
    'a mailbox that another client watches',
    watch,
    refusal(
      400,
      'invalidArgument',
      'Only one user push notification client allowed per developer (call /stop then try again)',
      { status: 'INVALID_ARGUMENT' },
    ),
    'watchTaken',
  ],
  [
    'a topic of another project',
    watch,
    refusal(400, 'invalidArgument', 'Invalid topicName does not match projects/p/topics/*'),
    'invalidRequest',
  ],
  ['a watch without the scope', watch, refusal(403, 'insufficientPermissions', 'x'), 'insufficientScope'],
  ['a request that makes no sense', search, refusal(400, 'badRequest', 'Bad Request'), 'invalidRequest'],
  [
    'an API that is switched off in our project',
    profile,
    refusal(403, 'accessNotConfigured', 'Gmail API has not been used in project 1 before or it is disabled.'),
    'invalidRequest',
  ],
  ['a reason that is a word of JavaScript', profile, refusal(400, 'constructor', 'x'), 'invalidRequest'],
  ['a backend error', profile, refusal(500, 'backendError', 'Backend Error'), 'unavailable'],
  ['a gateway that answers in HTML', profile, { status: 502, body: '<html>502</html>' }, 'unavailable'],
  ['a rate limit that comes as 503', message, refusal(503, 'rateLimitExceeded', 'x'), 'unavailable'],
  ['a connection that breaks', message, 'breaks', 'unavailable'],
];

const REFUSED_TOKENS: readonly [why: string, reply: Reply, code: SyncErrorCode][] = [
  [
    'a grant that is revoked',
    {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    },
    'grantRevoked',
  ],
  [
    'a grant that the domain wants confirmed again',
    {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'reauth related error (invalid_rapt)' },
    },
    'grantRevoked',
  ],
  [
    'an app that the domain blocks',
    { status: 400, body: { error: 'admin_policy_enforced', error_description: 'x' } },
    'forbidden',
  ],
  [
    'our client, misconfigured',
    { status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } },
    'invalidRequest',
  ],
  ['too many renewals', { status: 429, body: { error: 'rate_limit_exceeded' } }, 'rateLimited'],
  ['a token endpoint that is down', { status: 503, body: { error: 'internal_failure' } }, 'unavailable'],
  ['a token endpoint that hangs up', 'breaks', 'unavailable'],
  ['an answer without a token', { body: { token_type: 'Bearer' } }, 'malformedAnswer'],
];

describe('what Gmail refuses is told apart by operation and reason, and no secret gets out', () => {
  test.each(REFUSALS)('%s', async (_, call, reply, code) => {
    const error = await failure({ api: [reply] }, call);
    expect(error.code).toBe(code);
    expect(error.operation).toMatch(/^gmail\./);
    expect(error.cause).toBeInstanceOf(Error);
  });

  test.each(REFUSED_TOKENS)('the token endpoint: %s', async (_, reply, code) => {
    const error = await failure({ api: [{}], token: [reply] }, profile);
    expect(error).toMatchObject({ code, operation: 'google.oauth.refresh' });
  });

  test('the refresh token of a request that broke off is not passed on', async () => {
    await using google = await ScriptedGoogle.start({ api: [{}], token: ['breaks'] });
    const error: unknown = await google
      .gmail()
      .getProfile()
      .catch((reason: unknown) => reason);
    expect(google.tokenRequests[0]?.body).toContain(google.secrets.refreshToken);
    expect(inspect(error, { depth: 20 })).not.toContain(google.secrets.refreshToken);
  });

  test('the cause names the status, the reasons and what Google said, for whoever reads the log', async () => {
    const { cause } = await failure({ api: [refusal(403, 'forbidden', 'Delegation denied')] }, message);
    expect(cause).toMatchObject({ message: 'HTTP 403 forbidden: Delegation denied' });
  });

  test('the cause of a connection that fails names the system’s code', async () => {
    const { cause } = await failure({ api: ['breaks'] }, message);
    expect(cause).toMatchObject({ message: expect.stringMatching(/^no answer (UND_ERR_SOCKET|ECONNRESET)/) });
  });
});

describe('a rate limit says when to come back', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const inWords = 'User-rate limit exceeded.  Retry after 2026-11-22T12:15:51.196Z (Forwarding rules)';
  const limit = (text: string, headers: Record<string, string> = {}) => ({
    ...refusal(429, 'rateLimitExceeded', text),
    headers,
  });

  test.each<[string, Reply, string | undefined]>([
    ['in words', limit(inWords), '2026-11-22T12:15:51.196Z'],
    ['in seconds', limit('Slow down', { 'retry-after': '30' }), '2026-11-22T12:00:30.000Z'],
    [
      'as a date',
      limit('Slow down', { 'retry-after': 'Sun, 22 Nov 2026 12:01:00 GMT' }),
      '2026-11-22T12:01:00.000Z',
    ],
    ['twice: the later counts', limit(inWords, { 'retry-after': '30' }), '2026-11-22T12:15:51.196Z'],
    [
      'in nonsense: not at all',
      limit('Retry after 2026-99-99T99:99:99Z', { 'retry-after': 'soon' }),
      undefined,
    ],
    ['not at all', limit('Too many concurrent requests for user.'), undefined],
  ])('%s', async (_, reply, expected) => {
    const { retryAt } = await failure({ api: [reply] }, message, now);
    expect(retryAt?.toISOString()).toBe(expected);
  });
});
