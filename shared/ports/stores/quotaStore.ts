/** What of the project's Gmail quota is taken. */
export interface QuotaStore {
  /** One transaction; false, and nothing taken, where the minute would have more than `limit`. */
  takeUnits(of: { minute: Date; units: number; limit: number }): Promise<boolean>;
}
