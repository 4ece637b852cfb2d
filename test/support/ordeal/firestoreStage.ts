import type { LocationId } from '../../../shared/domain/ids.ts';
import { GMAIL_SCOPES } from '../../../shared/domain/scopes.ts';
import type { Agent } from '../../../shared/domain/tenancy.ts';
import type { World } from '../world.ts';
import { Stage, type StageMailbox } from './stage.ts';

/** A stage on the running emulator. */
export async function firestoreStage(world: World): Promise<Stage> {
  const { app, store, tenants } = world;
  const locationId = await tenants.location();
  const [agent, contact] = await Promise.all([tenants.agent([locationId]), tenants.contact(locationId)]);
  const [address] = contact.emails;
  if (address === undefined) throw new Error('A contact without an address');
  const locationIds = [locationId];
  const everywhere = async <T>(read: (id: LocationId) => Promise<readonly T[]>): Promise<readonly T[]> =>
    (await Promise.all(locationIds.map(read))).flat();
  return new Stage({
    contact: address,
    gmail: world.gmail,
    deps: app,
    connect: () => world.connect(agent),
    takeOver: async (mailbox, from) => {
      const theirs = await tenants.location();
      locationIds.push(theirs);
      await tenants.contact(theirs, { emails: [from] });
      return regrant(world, mailbox, await tenants.agent([theirs]));
    },
    mailbox: (id) => store.mailbox(id),
    ledger: (id) => store.ledger(id),
    runs: (id) => store.runs(id),
    messages: () => everywhere((id) => store.messages(id)),
    conversations: () => everywhere((id) => store.conversations(id)),
  });
}

async function regrant({ app, gmail }: World, mailbox: StageMailbox, { uid }: Agent): Promise<StageMailbox> {
  const { mailboxId, emailAddress } = mailbox;
  const { refreshToken } = gmail.oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
  const sealed = await app.grants.seal(mailboxId, refreshToken);
  const to = { mailboxId, uid, emailAddress, now: app.clock.now() };
  const { outcome } = await app.connections.connect(to, { sealed, scopes: GMAIL_SCOPES });
  if (outcome !== 'connected') throw new Error(`The mailbox is ${outcome}`);
  return { ...mailbox, refreshToken };
}
