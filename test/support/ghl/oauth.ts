import { z } from 'zod';
import type { Reply, Request } from '../wire/httpExchange.ts';
import { ghlErrors } from './ghlError.ts';
import type { GhlLocation } from './ghlLocation.ts';
import type { Ids } from './ids.ts';
import type { GetAccessCodebodyDto, GetAccessCodeSuccessfulResponseDto } from './wireTypes.ts';

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** As GHL tells it: a second less than a day. */
const ACCESS_SECONDS = 86_399;
const CODE_MS = 600_000;

const FORM: z.ZodType<GetAccessCodebodyDto> = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.enum(['authorization_code', 'refresh_token']),
  code: z.string().exactOptional(),
  refresh_token: z.string().exactOptional(),
  // The official types and the documentation say `user_type`, though the answer has `userType`.
  user_type: z.enum(['Location', 'Company']).exactOptional(),
  redirect_uri: z.string().exactOptional(),
});

/** Who may call for a location: by a Private Integration Token, or by the marketplace app's OAuth. */
export class GhlOAuth {
  readonly client: OAuthClient;
  /** What a person picks on GHL's page; without one they decline. */
  chosen: GhlLocation | undefined;
  readonly #ids: Ids;
  readonly #now: () => Date;
  readonly #integrations = new Map<string, GhlLocation>();
  readonly #access = new Map<string, { readonly location: GhlLocation; readonly expiresAt: Date }>();
  readonly #refresh = new Map<string, GhlLocation>();
  readonly #codes = new Map<string, { location: GhlLocation; redirectUri: string; expiresAt: number }>();

  constructor(ids: Ids, now: () => Date, client: Partial<OAuthClient> = {}) {
    this.#ids = ids;
    this.#now = now;
    this.client = { clientId: `${ids.next()}-app`, clientSecret: ids.uuid(), ...client };
  }

  /** A Private Integration Token; it holds until it is ended. */
  integrationToken(location: GhlLocation): string {
    const token = `pit-${this.#ids.uuid()}`;
    this.#integrations.set(token, location);
    return token;
  }

  /** What a person who picks the location on GHL's page sends back to the app. */
  authorize(location: GhlLocation, redirectUri: string): string {
    const code = this.#ids.next();
    this.#codes.set(code, { location, redirectUri, expiresAt: this.#now().getTime() + CODE_MS });
    return code;
  }

  grant(location: GhlLocation): Tokens {
    const accessToken = `eyJhbGciOiJSUzI1NiJ9.${this.#ids.next()}.${this.#ids.next()}`;
    const refreshToken = `eyJhbGciOiJSUzI1NiJ9.${this.#ids.next()}.${this.#ids.next()}`;
    const expiresAt = new Date(this.#now().getTime() + ACCESS_SECONDS * 1000);
    this.#access.set(accessToken, { location, expiresAt });
    this.#refresh.set(refreshToken, location);
    return { accessToken, refreshToken, expiresAt };
  }

  /** Ends one token of any kind. */
  end(token: string): void {
    this.#integrations.delete(token);
    this.#access.delete(token);
    this.#refresh.delete(token);
  }

  /** The location's owner removes the app and the integration. */
  uninstall(location: GhlLocation): void {
    for (const [token, owner] of this.#integrations) if (owner === location) this.end(token);
    for (const [token, access] of this.#access) if (access.location === location) this.end(token);
    for (const [token, owner] of this.#refresh) if (owner === location) this.end(token);
  }

  /** @throws GhlError for a token that is unknown, expired or ended */
  locationOf(token: string): GhlLocation {
    const integration = this.#integrations.get(token);
    if (integration) return integration;
    const access = this.#access.get(token);
    if (access && access.expiresAt > this.#now()) return access.location;
    throw token.startsWith('pit-') ? ghlErrors.invalidIntegrationToken() : ghlErrors.invalidToken();
  }

  /** `GET /oauth/chooselocation`, the page of the marketplace: its person decides at once. */
  choose({ url: { searchParams } }: Request): Reply {
    const redirectUri = searchParams.get('redirect_uri') ?? '';
    if (searchParams.get('client_id') !== this.client.clientId || !URL.canParse(redirectUri)) {
      return { status: 400, body: 'This app does not exist, or may not send people there.' };
    }
    const back = new URL(redirectUri);
    if (this.chosen) back.searchParams.set('code', this.authorize(this.chosen, redirectUri));
    else back.searchParams.set('error', 'access_denied');
    const state = searchParams.get('state');
    if (state !== null) back.searchParams.set('state', state);
    return { status: 302, headers: { location: back.href } };
  }

  /** `POST /oauth/token`, whose body is a form. A code and a refresh token work once. */
  answer({ headers, body }: Request): Reply {
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      return refused(422, 'invalid_request', 'the body must be form encoded');
    }
    const form = FORM.safeParse(Object.fromEntries(new URLSearchParams(body.toString())));
    if (!form.success) return refused(422, 'invalid_request', form.error.message);
    const { client_id, client_secret } = form.data;
    if (client_id !== this.client.clientId || client_secret !== this.client.clientSecret) {
      return refused(401, 'invalid_client', 'Invalid client credentials!');
    }
    const location =
      form.data.grant_type === 'refresh_token' ? this.#rotate(form.data) : this.#take(form.data);
    return location ? this.#told(location) : refused(400, 'invalid_grant', 'The grant is invalid');
  }

  #rotate({ refresh_token = '' }: GetAccessCodebodyDto): GhlLocation | undefined {
    const location = this.#refresh.get(refresh_token);
    this.#refresh.delete(refresh_token);
    return location;
  }

  #take({ code = '', redirect_uri }: GetAccessCodebodyDto): GhlLocation | undefined {
    const asked = this.#codes.get(code);
    this.#codes.delete(code);
    if (!asked || asked.expiresAt <= this.#now().getTime()) return undefined;
    return redirect_uri === undefined || redirect_uri === asked.redirectUri ? asked.location : undefined;
  }

  #told(location: GhlLocation): Reply {
    const { accessToken, refreshToken } = this.grant(location);
    const answer: GetAccessCodeSuccessfulResponseDto = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: ACCESS_SECONDS,
      refresh_token: refreshToken,
      scope: 'contacts.readonly contacts.write conversations.readonly conversations.write',
      userType: 'Location',
      locationId: location.id,
      userId: this.#ids.next(),
    };
    return { status: 200, body: answer };
  }
}

const refused = (status: number, error: string, error_description: string): Reply => ({
  status,
  body: { error, error_description },
});
