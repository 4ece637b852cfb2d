export type Kind = 'string' | 'number' | 'boolean' | 'list' | 'map' | 'block' | 'blocks' | 'other';

export interface Argument {
  readonly kind: Kind;
  readonly isRequired: boolean;
  /** Of a block: what is in it. */
  readonly fields?: Fields;
}
/** By names as Terraform writes them, without the underscores: `ackDeadlineSeconds`. */
export type Fields = ReadonlyMap<string, Argument>;

export interface Schema {
  readonly fields: Fields;
  /** What can be asked of it, as far as it is known: `serviceConfig.uri`. */
  readonly hasAttribute: (path: readonly string[]) => boolean;
}
