import type { RandomStream } from './randomStream.ts';
import type { Topic } from './topic.ts';
import type { Troubles } from './troubles.ts';

/** Notifications come a moment later, or minutes; some never come, and some twice. */
export function publishNotification(
  {
    notifications,
    troubles,
    random,
  }: { notifications: Topic<Buffer>; troubles: Troubles; random: RandomStream },
  payload: Buffer,
): void {
  if (troubles.losesNotifications || random.chance(0.03)) return;
  const delayMs = random.chance(0.04) ? random.between(10_000, 20 * 60_000) : random.between(50, 2_000);
  notifications.publish(payload, { delayMs, copies: random.chance(0.02) ? 2 : 1 });
}
