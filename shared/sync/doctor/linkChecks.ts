import { notChecked, ok } from '../../domain/doctor/finding.ts';
import { judgeLink, type LinkFacts } from '../../domain/doctor/judgeLink.ts';
import { isFresh } from '../../domain/ghlCredential.ts';
import type { LocationId } from '../../domain/ids.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { HealthStore } from '../../ports/doctor.ts';
import type { GhlLinkStore, GhlProbe, GhlVault } from '../../ports/ghl.ts';
import type { Clock } from '../../ports/platform.ts';
import { type Check, type RunOptions, runChecks } from './runChecks.ts';

export interface LinkCheckDeps {
  readonly health: Pick<HealthStore, 'linkedLocations'>;
  readonly links: Pick<GhlLinkStore, 'readGhlLink'>;
  readonly vault: Pick<GhlVault, 'open'>;
  readonly ghl: GhlProbe;
  readonly clock: Pick<Clock, 'now'>;
}

/** How many links are tried: each is a call that counts against its location's limits. */
const MAX_LINKS = 50;

const CHECK = 'GHL links, tried';

/** Tries the stored links of locations, each by itself, and neither renews nor ends any. */
export const linksCheck = (deps: LinkCheckDeps, options: RunOptions): Check => ({
  name: CHECK,
  // They are listed, then tried, and each may take its time.
  timeoutMs: 3 * options.timeoutMs,
  async run() {
    const linked = await deps.health.linkedLocations(MAX_LINKS + 1);
    if (linked.length === 0) return [ok(CHECK, 'no location is linked')];
    const tried = linked.slice(0, MAX_LINKS).map((id) => linkCheck(deps, id));
    const found = await runChecks(tried, options);
    if (linked.length <= MAX_LINKS) return found;
    return [
      ...found,
      notChecked(CHECK, `more than ${MAX_LINKS} locations are linked: the others were not tried`),
    ];
  },
});

const linkCheck = (deps: LinkCheckDeps, id: LocationId): Check => ({
  name: `GHL link of ${id}`,
  run: async () => [judgeLink(id, await tryLink(deps, id))],
});

async function tryLink({ links, vault, ghl, clock }: LinkCheckDeps, id: LocationId): Promise<LinkFacts> {
  const { link, credential } = await links.readGhlLink(id);
  if (!link || !credential) return { found: 'notStored' };
  if (credential.endedAt) return { found: 'failed', code: 'unauthorized' };
  if (credential.kind === 'oauth' && !isFresh(credential.expiresAt, clock.now())) return { found: 'expired' };
  try {
    const secret = await vault.open(id, credential.sealed);
    const token = secret.kind === 'token' ? secret.token : secret.accessToken;
    await ghl.openWith(token, link).listContacts({ limit: 1 });
    return { found: 'opens' };
  } catch (error) {
    if (error instanceof SyncError) return { found: 'failed', code: error.code };
    throw error;
  }
}
