import { type AskedOf, Unanswered } from '../../domain/doctor/unanswered.ts';
import { serviceFailure } from '../google/serviceFailure.ts';
import { redact } from '../logging/redact.ts';

/** What the project does not have, as against a project that is not there. */
export function isMissing(error: unknown): boolean {
  const failure = serviceFailure(error);
  return failure?.status === 404 && !isOfProject(failure.message);
}

/** https://cloud.google.com/apis/design/errors, told apart by reason where there is one. */
export function translateCloudError(error: unknown, of: AskedOf): Unanswered {
  const failure = serviceFailure(error);
  if (!failure) return new Unanswered('failed', of, error instanceof Error ? redact(error.message) : '');
  const { status, reasons, message, oauthError, connection } = failure;
  const said = redact(message.replace(/\s+/g, ' ').slice(0, 300));
  if (status === undefined) return new Unanswered('silent', of, connection);
  if (oauthError !== undefined || status === 401) return new Unanswered('signedOut', of, oauthError);
  if (reasons.includes('SERVICE_DISABLED') || reasons.includes('accessNotConfigured'))
    return new Unanswered('apiDisabled', of);
  if (isOfProject(message) || reasons.includes('CONSUMER_INVALID')) return new Unanswered('noProject', of);
  if (status === 403) return new Unanswered('forbidden', of, said);
  return new Unanswered('failed', of, [`HTTP ${status}`, said].filter(Boolean).join(': '));
}

const isOfProject = (message: string): boolean =>
  /requested project not found|\bproject '?(projects\/)?[^\s/']+'? (was )?(not found|does not exist|has been deleted)/i.test(
    message,
  );
