import type { Command } from 'commander';
import { movedAdvice } from '../../shared/domain/advice/linkAdvice.ts';
import { type GhlSettings, ghlLocationSoFar } from '../../shared/domain/ghlLink.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import type { Location } from '../../shared/domain/tenancy.ts';
import { type LinkRefusal, type LinkRequest, linkGhl } from '../../shared/sync/linking/linkGhl.ts';
import { startGhlLink } from '../../shared/sync/linking/startGhlLink.ts';
import { unlinkGhl } from '../../shared/sync/linking/unlinkGhl.ts';
import type { App } from '../app.ts';
import { ghlRedirectUri } from '../redirectUri.ts';
import type { Admin } from './admin.ts';
import { days, locationId, words } from './arguments.ts';
import { unknownLocation } from './locations.ts';
import { Refused, type Row, type Terminal } from './terminal.ts';

const MOVING =
  'A location that moves to another one of GHL’s keeps its settings, and its contacts keep their ids of the one before: take ghlContactId and ghlConversationId off them, or an import leaves them out as taken, and GHL may refuse their mail. Agents cannot move it.';

/** Where mail is logged downstream. */
export function addGhl(program: Command, admin: Admin): void {
  const group = program.command('ghl').description('links of locations to GoHighLevel');

  group
    .command('link')
    .description(
      'link a location by a token that is asked for, or by OAuth; settings that are not named stay',
    )
    .argument('<locationId>', 'the location', locationId)
    .option('--token-stdin', 'read the Private Integration Token from stdin')
    .option('--oauth', 'print a URL at which somebody with access to the location at GHL links it')
    .option(
      '--ghl-location <id>',
      "GHL's id of the location; unless told that of the link before, or our own",
      words,
    )
    .addHelpText('after', `\n${MOVING}`)
    .option('--log-history', "log mail that a fetch of a contact's history brings, too")
    .option('--no-log-history', 'do not (as it is at first)')
    .option('--max-age-days <n>', 'do not log mail that is older when it is stored (30 at first)', days)
    .option('--create-contacts', 'create contacts that GHL does not have')
    .option('--no-create-contacts', 'do not (as it is at first)')
    .option('--provider <id>', 'log through a custom conversation provider', words)
    .option('--no-provider', 'log as emails (as it is at first)')
    .action((id: LocationId, told: Told) => link(admin, id, told));

  group
    .command('unlink')
    .description('end the link of a location and delete what opened it; at GHL the token or the app stays')
    .argument('<locationId>', 'the location', locationId)
    .option('--yes', 'without asking')
    .action((id: LocationId, told: { yes?: boolean }) => unlink(admin, id, told));

  group
    .command('status')
    .description('show how locations are linked')
    .argument('[locationId]', 'a location; all that are linked unless told', locationId)
    .action((id?: LocationId) => status(admin, id));
}

interface Told {
  readonly tokenStdin?: boolean;
  readonly oauth?: boolean;
  readonly ghlLocation?: string;
  readonly logHistory?: boolean;
  readonly maxAgeDays?: number;
  readonly createContacts?: boolean;
  /** `false` for `--no-provider`. */
  readonly provider?: string | false;
}

function requestOf(id: LocationId, told: Told): LinkRequest {
  const { logHistory, maxAgeDays, createContacts, provider } = told;
  const settings: Partial<GhlSettings> = {
    ...(logHistory !== undefined && { logHistory }),
    ...(maxAgeDays !== undefined && { maxAgeDays }),
    ...(createContacts !== undefined && { createContacts }),
    ...(provider !== undefined && { conversationProviderId: provider || null }),
  };
  return { locationId: id, ghlLocationId: told.ghlLocation, settings };
}

async function link(admin: Admin, id: LocationId, told: Told): Promise<void> {
  if (told.oauth && told.tokenStdin) throw new Refused('Choose one of --token-stdin and --oauth.', 2);
  const request = requestOf(id, told);
  return told.oauth ? await startByOAuth(admin, request) : await linkByToken(admin, request, told);
}

async function linkByToken({ app, terminal }: Admin, request: LinkRequest, told: Told): Promise<void> {
  const deps = app();
  const before = await linkedBefore(deps, request);
  const token = await terminal.secret('Private Integration Token (not shown): ', { stdin: told.tokenStdin });
  const outcome = await linkGhl(deps, { ...request, token });
  if (outcome.outcome === 'refused') throw refusal(request, outcome.reason);
  const { ghlLocationId } = outcome.link;
  terminal.done(`Location ${request.locationId} is linked to ${ghlLocationId} at GHL.`, {
    locationId: request.locationId,
    ...outcome.link,
  });
  tellMove(terminal, before, ghlLocationId);
}

async function linkedBefore({ tenancy }: App, { locationId: id }: LinkRequest): Promise<string | undefined> {
  const location = await tenancy.readLocation(id);
  return location && ghlLocationSoFar(location);
}

function tellMove(terminal: Terminal, before: string | undefined, after: string): void {
  const advice = movedAdvice(before, after);
  if (advice !== undefined) terminal.note(advice);
}

async function startByOAuth({ app, terminal }: Admin, request: LinkRequest): Promise<void> {
  const deps = app();
  const { ghlOAuth } = deps;
  if (!ghlOAuth) {
    throw new Refused(
      'Set GHL_CLIENT_ID and GHL_CLIENT_SECRET to those of your app at GHL’s marketplace.',
      2,
    );
  }
  const redirectUri = ghlRedirectUri(deps.config);
  if (!redirectUri) throw new Refused('Set APP_BASE_URL: GHL has to know where to return to.', 2);
  const started = await startGhlLink({ ...deps, ghlOAuth }, { ...request, redirectUri });
  if (started.outcome !== 'started') throw refusal(request, started.outcome);
  const { url, ghlLocationId, expiresAt } = started;
  tellMove(terminal, await linkedBefore(deps, request), ghlLocationId);
  terminal.note(
    `Open this once, by ${expiresAt.toISOString()}, and choose ${ghlLocationId} (the app at GHL has to know ${redirectUri}):`,
  );
  terminal.done(url, { url, ghlLocationId, redirectUri, expiresAt });
}

function refusal({ locationId: id, ghlLocationId = id }: LinkRequest, reason: LinkRefusal): Refused {
  switch (reason) {
    case 'unknownLocation':
      return unknownLocation(id);
    case 'otherLocation':
      return new Refused(`Location ${id} is linked to another one of GHL’s: name it with --ghl-location.`);
    case 'tokenRefused':
      return new Refused(
        'GHL does not take this token: create one in the location’s settings, with the scopes for contacts and conversations.',
      );
    case 'notOpened':
      return new Refused(
        `The token does not open the contacts of ${ghlLocationId} at GHL: name its location with --ghl-location, or give the token the scopes for contacts.`,
      );
    default:
      return reason satisfies never;
  }
}

async function unlink({ app, terminal }: Admin, id: LocationId, told: { yes?: boolean }): Promise<void> {
  const deps = app();
  const where = `project ${deps.config.GOOGLE_CLOUD_PROJECT}`;
  await terminal.confirm(
    `${where}: unlink location ${id} from GHL? Its mail is no longer logged there.`,
    told,
  );
  const { outcome } = await unlinkGhl(deps, { locationId: id });
  if (outcome === 'notLinked') throw new Refused(`Location ${id} is not linked: see "ghl status".`);
  terminal.done(`Location ${id} is no longer linked. At GHL, remove the token or the app as well.`, {
    locationId: id,
    outcome,
  });
}

async function status({ app, terminal }: Admin, id: LocationId | undefined): Promise<void> {
  const deps = app();
  if (id === undefined) {
    const linked = (await deps.directory.listLocations()).filter(({ ghl }) => ghl);
    const rows: Row[] = [];
    for (const location of linked) rows.push(await rowOf(deps, location));
    return terminal.table(rows, 'No location is linked: link one with "ghl link".');
  }
  const location = await deps.tenancy.readLocation(id);
  if (!location) throw unknownLocation(id);
  terminal.record(await rowOf(deps, location));
}

async function rowOf({ links }: App, { locationId: id, ghl }: Location): Promise<Row> {
  const credential = await links.readCredential(id);
  return {
    locationId: id,
    status: ghl?.status ?? 'notLinked',
    ghlLocationId: ghl?.ghlLocationId ?? null,
    kind: ghl?.kind ?? null,
    logHistory: ghl?.logHistory ?? null,
    maxAgeDays: ghl?.maxAgeDays ?? null,
    createContacts: ghl?.createContacts ?? null,
    provider: ghl?.conversationProviderId ?? null,
    tokenStoredAt: credential?.storedAt ?? null,
    tokenExpiresAt: credential?.kind === 'oauth' ? credential.expiresAt : null,
    endedAt: credential?.endedAt ?? null,
  };
}
