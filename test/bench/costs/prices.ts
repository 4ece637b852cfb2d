/** In US dollars, for so many of a unit. */
export interface Price {
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  readonly source: string;
}

const FIRESTORE = 'https://cloud.google.com/firestore/pricing';
const CLOUD_RUN = 'https://cloud.google.com/run/pricing';
const PUBSUB = 'https://cloud.google.com/pubsub/pricing';
const SECRETS = 'https://cloud.google.com/secret-manager/pricing';

/** When these were looked up. */
export const PRICED_IN = 'November 2026';

/** Google's list prices in us-central1, without what is free each month and without any discount. */
export const PRICES = {
  read: { usd: 0.03, per: 100_000, unit: 'reads', source: FIRESTORE },
  write: { usd: 0.09, per: 100_000, unit: 'writes', source: FIRESTORE },
  delete: { usd: 0.01, per: 100_000, unit: 'deletes', source: FIRESTORE },
  stored: { usd: 0.15, per: 1, unit: 'GiB a month', source: FIRESTORE },
  /** Functions are Cloud Run services that are billed while they answer. */
  cpu: { usd: 0.000024, per: 1, unit: 'vCPU-second', source: CLOUD_RUN },
  memory: { usd: 0.0000025, per: 1, unit: 'GiB-second', source: CLOUD_RUN },
  /** An instance that is kept warm, while it answers nothing. */
  idleCpu: { usd: 0.0000025, per: 1, unit: 'idle vCPU-second', source: CLOUD_RUN },
  idleMemory: { usd: 0.0000025, per: 1, unit: 'idle GiB-second', source: CLOUD_RUN },
  request: { usd: 0.4, per: 1_000_000, unit: 'requests', source: CLOUD_RUN },
  /** Published and pushed; a request counts as 1,000 bytes at least. */
  pubsub: { usd: 40, per: 1_024, unit: 'GiB', source: PUBSUB },
  logged: { usd: 0.5, per: 1, unit: 'GiB', source: 'https://cloud.google.com/stackdriver/pricing' },
  sent: { usd: 0.12, per: 1, unit: 'GiB', source: 'https://cloud.google.com/vpc/network-pricing' },
  secretVersion: { usd: 0.06, per: 1, unit: 'version a month', source: SECRETS },
  secretAccess: { usd: 0.03, per: 10_000, unit: 'accesses', source: SECRETS },
  schedule: { usd: 0.1, per: 1, unit: 'job a month', source: 'https://cloud.google.com/scheduler/pricing' },
} as const satisfies Record<string, Price>;

export type Priced = keyof typeof PRICES;
