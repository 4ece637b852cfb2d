import { BILLING, type Charge, FREE } from './billing.ts';
import { decodeMessage } from './decodeMessage.ts';
import { grpcMessages } from './grpcMessages.ts';

export interface FirestoreCounts {
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
  /** Calls by RPC name, those that failed included. */
  readonly rpcs: Readonly<Record<string, number>>;
  /** Calls that are billed in ways not modelled here, such as Listen: the numbers are too low by what they cost. */
  readonly uncounted: number;
  /** What was billed, in order, to see where it comes from. */
  readonly documents: readonly Charge[];
}

/** Watches one call go by, chunk by chunk. */
export interface CallObserver {
  request(chunk: Buffer): void;
  answer(chunk: Buffer): void;
  /** @param succeeded whether the call ended with status OK */
  end(succeeded: boolean): void;
}

/** Adds up what the calls of a database cost. */
export class Meter {
  readonly #charges: Charge[] = [];
  readonly #rpcs = new Map<string, number>();
  #uncounted = 0;
  #failure: unknown;

  /** Begins a call of the RPC, e.g. `Commit`. */
  observe(rpc: string): CallObserver {
    this.#rpcs.set(rpc, (this.#rpcs.get(rpc) ?? 0) + 1);
    const rule = BILLING[rpc];
    if (rule === undefined) {
      if (!FREE.has(rpc)) this.#uncounted += 1;
      return { request: () => {}, answer: () => {}, end: () => {} };
    }
    let request: unknown;
    let reads = 0;
    let isComplete = false;
    const complete = () => {
      if (isComplete) return;
      isComplete = true;
      const more = (rule.totalReads?.(reads, request) ?? reads) - reads;
      if (more > 0) this.#charges.push({ operation: 'read', units: more });
    };
    return {
      request: this.#keepingFailures(
        grpcMessages((message) => {
          request = decodeMessage(rule.request, message);
        }),
      ),
      answer: this.#keepingFailures(
        grpcMessages((message) => {
          const answer = decodeMessage(rule.answer, message);
          const charges = rule.charges(answer, request);
          reads += units(charges, 'read');
          this.#charges.push(...charges);
          if (rule.isLast?.(answer)) complete();
        }),
      ),
      end: this.#keepingFailures((succeeded: boolean) => {
        if (succeeded) complete();
      }),
    };
  }

  /** What cannot be counted must not disturb the call; it is told to who asks for the counts. */
  #keepingFailures<Input>(watch: (input: Input) => void): (input: Input) => void {
    return (input) => {
      try {
        watch(input);
      } catch (error) {
        this.#failure ??= error;
      }
    };
  }

  /** @throws when a message could not be understood, since the numbers would be wrong */
  counts(): FirestoreCounts {
    if (this.#failure !== undefined) {
      throw new Error('What Firestore would bill could not be counted', { cause: this.#failure });
    }
    return {
      reads: units(this.#charges, 'read'),
      writes: units(this.#charges, 'write'),
      deletes: units(this.#charges, 'delete'),
      rpcs: Object.fromEntries(this.#rpcs),
      uncounted: this.#uncounted,
      documents: this.#charges.filter((charge) => charge.units > 0),
    };
  }

  reset(): void {
    this.#charges.length = 0;
    this.#rpcs.clear();
    this.#uncounted = 0;
    this.#failure = undefined;
  }
}

function units(charges: readonly Charge[], operation: Charge['operation']): number {
  return charges
    .filter((charge) => charge.operation === operation)
    .reduce((sum, charge) => sum + charge.units, 0);
}
