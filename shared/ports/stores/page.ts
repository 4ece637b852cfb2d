/** A page of a listing. What cannot be read is logged and left out; `next` alone says whether there is more. */
export interface Page<Item, Place = string> {
  readonly items: readonly Item[];
  /** Where the next page begins; null after the last. */
  readonly next: Place | null;
}
