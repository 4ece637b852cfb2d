/** A request that has arrived and is not yet acted upon, or an answer that is ready and not yet given back. */
export interface WireEvent {
  readonly side: 'request' | 'answer';
  /** The RPC, or verb and path. */
  readonly what: string;
}

/** Called at each event of a connection; what it belongs to goes on when the promise resolves, or never. */
export type OnWireEvent = (event: WireEvent) => Promise<void> | undefined;
