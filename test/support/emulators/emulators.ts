export const EMULATOR_NAMES = ['firestore', 'pubsub', 'auth'] as const;
export type EmulatorName = (typeof EMULATOR_NAMES)[number];

export interface Emulator {
  readonly title: string;
  /** The variable by which Google's client libraries find it. */
  readonly variable: string;
  /** Where people find it when they do not ask for another port. */
  readonly defaultPort: number;
  /** The Cloud SDK's script, relative to the SDK's root, and its arguments; `auth` is not in the SDK. */
  readonly sdk?: {
    readonly script: string;
    readonly arguments: readonly string[];
    readonly component: string;
  };
}

export const EMULATORS: Readonly<Record<EmulatorName, Emulator>> = {
  firestore: {
    title: 'Firestore',
    variable: 'FIRESTORE_EMULATOR_HOST',
    defaultPort: 8085,
    sdk: {
      script: 'platform/cloud-firestore-emulator/cloud_firestore_emulator',
      arguments: ['start'],
      component: 'cloud-firestore-emulator',
    },
  },
  pubsub: {
    title: 'Pub/Sub',
    variable: 'PUBSUB_EMULATOR_HOST',
    defaultPort: 8086,
    sdk: {
      script: 'platform/pubsub-emulator/bin/cloud-pubsub-emulator',
      arguments: [],
      component: 'pubsub-emulator',
    },
  },
  auth: { title: 'Auth', variable: 'FIREBASE_AUTH_EMULATOR_HOST', defaultPort: 9099 },
};
