import { randomBytes, randomUUID } from 'node:crypto';
import { createGhl } from '../../../shared/adapters/ghl/createGhl.ts';
import type { GhlLink } from '../../../shared/domain/ghl.ts';
import { ContactId, ConversationId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import { newEntry, type OutboxEntry } from '../../../shared/domain/outbox/outbox.ts';
import type { GhlAccess } from '../../../shared/ports/ghl.ts';
import type { RelayDeps } from '../../../shared/sync/relay/relayDeps.ts';
import { relayOutbox } from '../../../shared/sync/relay/relayOutbox.ts';
import { aLocation } from '../builders.ts';
import type { GhlLocation } from '../ghl/ghlLocation.ts';
import type { GhlSimulator } from '../ghl/ghlSimulator.ts';
import { type LogLine, recordingLog } from '../recordingLog.ts';
import type { VirtualClock } from '../virtualClock.ts';
import { aLink } from './aLink.ts';
import { aMessage, type MailToLog } from './aMessage.ts';
import type { RelayGround } from './relayGround.ts';

export interface Post {
  readonly arrivesAfterMs: number;
  /** `lost`: at once the connection is. `never`: nobody ever hears of it. */
  readonly answer: 'comes' | 'lost' | 'never';
}

/** A linked location with contacts, its outbox, and a GHL of its own. */
export class RelayStage {
  readonly deps: RelayDeps;
  readonly locationId: LocationId;
  readonly contactIds: readonly ContactId[];
  readonly ghl: GhlLocation;
  readonly logged: readonly LogLine[];
  /** As stored, in the order in which they were. */
  readonly messages: { message: Message; contactId: ContactId; thread: number }[] = [];
  woken = 0;
  /** What becomes of the next posts. */
  readonly posts: Post[] = [];
  readonly #ground: RelayGround;
  readonly #clock: VirtualClock;

  private constructor(
    ground: RelayGround,
    clock: VirtualClock,
    simulator: GhlSimulator,
    contacts: readonly ContactId[],
    locationId: LocationId,
    ghl: GhlLocation,
  ) {
    this.#ground = ground;
    this.#clock = clock;
    this.contactIds = contacts;
    this.locationId = locationId;
    this.ghl = ghl;
    const { log, lines } = recordingLog();
    this.logged = lines;
    this.deps = {
      outbox: ground.outbox,
      relays: ground.relays,
      ghl: accessTo(ghl, { simulator, clock, fetch: (...args) => this.#fetch(simulator, args) }),
      outboxQueue: {
        wake: async () => {
          this.woken += 1;
        },
      },
      clock,
      random: { id: randomUUID, token: () => randomBytes(32).toString('base64url') },
      log,
      settings: { runMs: 420_000 },
    };
  }

  static async set(
    ground: RelayGround,
    clock: VirtualClock,
    simulator: GhlSimulator,
    { contacts = 1, link = {} }: { contacts?: number; link?: Partial<GhlLink> } = {},
  ): Promise<RelayStage> {
    const ghl = simulator.addLocation();
    const locationId = LocationId(`location-${randomUUID()}`);
    const ids: ContactId[] = [];
    for (let index = 0; index < contacts; index += 1) {
      const contactId = ContactId(`contact-${randomUUID()}`);
      const emails = [EmailAddress(`${contactId}@example.com`)];
      await ground.putContact({ contactId, locationId, name: `Ann ${index}`, emails, ghlContactId: null });
      ids.push(contactId);
    }
    const stage = new RelayStage(ground, clock, simulator, ids, locationId, ghl);
    await stage.link(link);
    return stage;
  }

  /** Links it, or links it again. */
  async link(link: Partial<GhlLink> = {}): Promise<void> {
    const { locationId, ghl } = this;
    const location = aLocation({ locationId, ghl: aLink({ ...link, ghlLocationId: ghl.id }) });
    await this.#ground.putLocation(location);
  }

  /** Mails that are stored now, each with its entry. */
  async store(mails: readonly MailToLog[]): Promise<void> {
    for (const mail of mails) {
      const contactId = this.contactIds[mail.contact % this.contactIds.length] ?? ContactId('none');
      this.#clock.pass(1);
      const message = aMessage(this.locationId, contactId, {
        ...mail,
        sentAt: mail.sentAt ?? this.#clock.now(),
      });
      const conversationId = ConversationId.of(this.locationId, contactId);
      const entry = newEntry(
        message,
        { contactId, conversationId },
        { log: 'pending', now: this.#clock.now() },
      );
      await this.#ground.putMail(message, entry);
      this.messages.push({ message, contactId, thread: mail.thread });
    }
  }

  async isRevoked(): Promise<boolean> {
    return (await this.#ground.relays.linkOf(this.locationId))?.document.status === 'revoked';
  }

  /** One event. */
  relay(deps: RelayDeps = this.deps) {
    return relayOutbox(deps, this.locationId);
  }

  /** Events come, the poll goes round, the time goes on, until nothing is left or `rounds` are over. */
  async settle(rounds = 300): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const outcome = await this.#clock.during(this.relay().catch(() => undefined));
      const open = await this.#ground.openCount(this.locationId);
      if (open === 0) return;
      if (outcome?.outcome === 'unlinked') await this.link();
      const until = outcome && 'until' in outcome ? outcome.until.getTime() : 0;
      await this.#clock.goOn(Math.max(until - this.#clock.now().getTime(), 60_000));
    }
    throw new Error('The outbox is never empty');
  }

  async #fetch(simulator: GhlSimulator, [input, init]: Parameters<typeof fetch>): Promise<Response> {
    const isPost = String(input).endsWith('/conversations/messages/inbound');
    const post = isPost ? this.posts.shift() : undefined;
    if (post === undefined) return simulator.fetch(input, init);
    const { signal: _, ...rest } = init ?? {};
    const arrived = this.#clock.sleep(post.arrivesAfterMs).then(() => simulator.fetch(input, rest));
    // Whatever becomes of it, nobody is there to hear it.
    arrived.catch(() => undefined);
    if (post.answer === 'lost') throw new TypeError('fetch failed');
    return post.answer === 'never' ? new Promise<never>(() => {}) : arrived;
  }

  outbox(): Promise<readonly OutboxEntry[]> {
    return this.#ground.outboxOf(this.locationId);
  }
}

function accessTo(
  location: GhlLocation,
  {
    simulator,
    clock,
    fetch,
  }: { simulator: GhlSimulator; clock: VirtualClock; fetch: typeof globalThis.fetch },
): GhlAccess {
  return {
    open: async () =>
      createGhl({
        ghlLocationId: location.id,
        conversationProviderId: null,
        token: async () => simulator.token(location),
        baseUrl: simulator.url,
        now: () => clock.now(),
        fetch,
      }),
  };
}
