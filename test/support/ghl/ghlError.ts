/** How GHL (a NestJS server) words an error; a validation lists its complaints. */
interface GhlErrorBody {
  readonly statusCode: number;
  readonly message: string | readonly string[];
  readonly error?: string;
  readonly meta?: Readonly<Record<string, string>>;
  readonly traceId?: string;
}

export class GhlError extends Error {
  readonly status: number;
  readonly body: GhlErrorBody;

  constructor(body: GhlErrorBody) {
    super(String(body.message));
    this.status = body.statusCode;
    this.body = body;
  }
}

/** Of which status GHL tells that something is gone differs by method and by time. */
export type GoneStatus = 400 | 404 | 422;

const NAMES = { 400: 'Bad Request', 404: 'Not Found', 422: 'Unprocessable Entity' } as const;

const refusal = (statusCode: GoneStatus, message: string | readonly string[]) =>
  new GhlError({ statusCode, message, error: NAMES[statusCode] });

export const ghlErrors = {
  /** An access token that is unknown, expired or revoked. */
  invalidToken: () => new GhlError({ statusCode: 401, message: 'Invalid JWT' }),
  invalidIntegrationToken: () =>
    new GhlError({ statusCode: 401, message: 'Invalid Private Integration token' }),
  /** 401 as well, though a new token would not help. */
  scope: () => new GhlError({ statusCode: 401, message: 'The token is not authorized for this scope.' }),
  versionMissing: () => new GhlError({ statusCode: 401, message: 'version header was not found.' }),
  versionInvalid: () => new GhlError({ statusCode: 401, message: 'version header is invalid' }),
  foreignLocation: () =>
    new GhlError({ statusCode: 403, message: 'The token does not have access to this location.' }),
  contactGone: (id: string, status: GoneStatus = 400) => refusal(status, `Contact with id ${id} not found`),
  conversationGone: (id: string, status: GoneStatus = 400) =>
    refusal(status, `Conversation with id ${id} not found`),
  notTogether: () => refusal(400, 'conversationId does not belong to the contactId'),
  emailGone: (id: string) => refusal(404, `Email message with id ${id} not found`),
  /** What is to be answered to is of another conversation, or gone. */
  foreignEmail: (id: string) => refusal(400, `emailMessageId ${id} is invalid for this conversation`),
  invalid: (complaints: readonly string[]) => refusal(422, complaints),
  invalidProvider: () => refusal(400, 'Invalid conversationProviderId'),
  conversationExists: (contactId: string) =>
    refusal(400, `Conversation with the contact id:${contactId} already exists!`),
  duplicatedContact: (contactId: string) =>
    new GhlError({
      statusCode: 400,
      message: 'This location does not allow duplicated contacts.',
      meta: { contactId, matchingField: 'email' },
    }),
  notFound: (what: string) => refusal(404, `Cannot ${what}`),
  tooManyRequests: () => new GhlError({ statusCode: 429, message: 'Too Many Requests' }),
  internal: (message = 'Internal server error') => new GhlError({ statusCode: 500, message }),
} as const;
