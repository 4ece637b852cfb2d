import { randomUUID } from 'node:crypto';
import { createGhl, type GhlOptions } from '../../../shared/adapters/ghl/createGhl.ts';
import type { GhlEmail } from '../../../shared/domain/ghl.ts';
import { EmailAddress } from '../../../shared/domain/ids.ts';
import { GhlSimulator } from './ghlSimulator.ts';

const START = Date.UTC(2026, 10, 22, 12);

/** A clock that stands still until it is moved. */
export function stoppedClock(start = START) {
  let time = start;
  return {
    now: () => new Date(time),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

/** A location with Ann and her conversation, and our adapter that is linked to it, over a real connection. */
export async function ghlScene(options: Partial<GhlOptions> = {}) {
  const clock = stoppedClock();
  const simulator = await GhlSimulator.start({ now: clock.now });
  const location = simulator.addLocation();
  const ann = location.addContact({ name: 'Ann Lee', email: 'ann@example.com' });
  const conversation = location.addConversation(ann.id);
  const token = simulator.token(location);
  const link = (more: Partial<GhlOptions> = {}) =>
    createGhl({
      baseUrl: simulator.url,
      ghlLocationId: location.id,
      conversationProviderId: null,
      token: () => Promise.resolve(token),
      now: clock.now,
      ...options,
      ...more,
    });
  const email = (more: Partial<GhlEmail> = {}): GhlEmail => ({
    ghlContactId: ann.id,
    ghlConversationId: conversation.id,
    direction: 'inbound',
    subject: 'Hello',
    text: 'Hello there',
    html: '<p>Hello there</p>',
    from: EmailAddress('ann@example.com'),
    to: [EmailAddress('bob@example.org')],
    cc: [],
    bcc: [],
    sentAt: clock.now(),
    altId: randomUUID(),
    replyTo: null,
    ...more,
  });
  const soon = () => ({ notAfter: new Date(clock.now().getTime() + 60_000) });
  return { simulator, location, ann, conversation, token, clock, link, ghl: link(), email, soon };
}
