import type { GrantBinding, Keyring } from '../domain/keyring.ts';
import type { KeyringVersion } from '../domain/keyringHistory.ts';
import type { Page } from './stores/page.ts';
import type { Seen } from './stores/seen.ts';

/** The keyring as it was read. */
export type KeptKeyring =
  /** As configured: in the environment, or by the one version of a secret that every instance goes on reading. */
  | { readonly kind: 'fixed'; readonly version: string | null; readonly keyring: Keyring }
  /** In a secret of which every instance reads the newest version. */
  | {
      readonly kind: 'versions';
      readonly secret: string;
      readonly keyring: Keyring;
      /** Newest first. */
      readonly versions: readonly [KeyringVersion, ...KeyringVersion[]];
    };

/** Where the keyring is kept. Throws `SyncError` `unavailable`. */
export interface KeyringKeeper {
  /** @throws unavailable of operation `keyring.read` where a version that was just added is not to be seen yet */
  read(): Promise<KeptKeyring>;
  /** Whether it is still as it was read. */
  isNewest(kept: KeptKeyring): Promise<boolean>;
  /**
   * Compare-and-set as far as the place allows it: `overtaken` where somebody else has changed the keyring since, whose
   * change then stands. Repeated, it is carried out once.
   * @throws RangeError for a keyring that is fixed
   */
  replace(kept: KeptKeyring, by: Keyring): Promise<'replaced' | 'overtaken'>;
  /** Nobody can read these versions any more, until somebody enables them again. Repeated, it does nothing more. */
  disable(kept: KeptKeyring, versions: readonly number[]): Promise<void>;
}

/** A stored grant, whatever it opens, as far as its seal goes. */
export interface SealedRecord {
  /** Of its document. */
  readonly recordId: string;
  readonly binding: GrantBinding;
  /** Null where the document has none. */
  readonly sealed: string | null;
  /** When rotation sealed it anew; null where nobody has since it was stored. */
  readonly resealedAt: Date | null;
}

/** All that is sealed with the keyring. */
export interface SealedStore {
  /** In the order of their ids. */
  sealedRecords(page: { limit: number; after?: string }): Promise<Page<Seen<SealedRecord>>>;
  /** Compare-and-set of the seal alone; false where the record was changed or deleted since. Repeated, it is carried out once. */
  replaceSeal(seen: Seen<SealedRecord>, by: { sealed: string; at: Date }): Promise<boolean>;
}

/** Opens what a key of the keyring sealed, and seals it with the current one. */
export interface Resealer {
  /** @throws undecryptable */
  reseal(keyring: Keyring, sealed: string, binding: GrantBinding): Promise<string>;
}
