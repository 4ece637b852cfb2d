/** A document with the version in which it was read: it is replaced only as long as that is the one stored. */
export interface Seen<Document> {
  readonly document: Document;
  readonly version: string;
}
