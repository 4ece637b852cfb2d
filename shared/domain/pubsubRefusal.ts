/** Pub/Sub does not do what it was asked for: there is no such topic or subscription, or we may not use it. */
export class PubSubRefusal extends Error {
  override readonly name = 'PubSubRefusal';
  readonly reason: 'missing' | 'forbidden';
  readonly resource: 'topic' | 'subscription';
  /** `projects/P/topics/T` or `projects/P/subscriptions/S`. */
  readonly path: string;

  constructor(
    reason: PubSubRefusal['reason'],
    of: { resource: PubSubRefusal['resource']; path: string; cause: unknown },
  ) {
    super(`${of.path}: ${reason}`, { cause: of.cause });
    this.reason = reason;
    this.resource = of.resource;
    this.path = of.path;
  }
}
