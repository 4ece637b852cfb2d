import type { Key } from './keyboard.ts';

/** What runs once everything is started, be Gmail simulated or real. */
export interface Demo {
  /** What a person wants to know at the beginning. */
  readonly introduction: string;
  readonly keys: Readonly<Record<string, Key>>;
  /** Lets mail flow. */
  begin(): void;
  /** Ends it: no more mail, and what is under way arrives. */
  end(): Promise<void>;
  summary(): Promise<string>;
}
