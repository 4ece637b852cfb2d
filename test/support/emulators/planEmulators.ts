import { join } from 'node:path';
import { EMULATORS, type EmulatorName } from './emulators.ts';

/** The Cloud SDK's emulators run on Java 17; firebase-tools refuses to start its own below 21. */
const SDK_JAVA = 17;
const FIREBASE_JAVA = 21;

/** What was found on this machine. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The Cloud SDK's root; undefined without an SDK. */
  readonly sdkRoot: string | undefined;
  /** Java's major version; undefined without Java. */
  readonly java: number | undefined;
  readonly exists: (path: string) => boolean;
}

export type EmulatorSource =
  /** Someone runs it already and says where by its variable: used as it is, never stopped. */
  | { readonly kind: 'running'; readonly host: string }
  | { readonly kind: 'sdk'; readonly script: string }
  | { readonly kind: 'firebase-tools' }
  /** firebase-tools' Auth emulator is plain JavaScript: it needs nothing but Node. */
  | { readonly kind: 'auth-server' };

export type EmulatorPlan =
  | { readonly sources: ReadonlyMap<EmulatorName, EmulatorSource> }
  /** One line that says what to install. */
  | { readonly missing: string };

/** Decides where each emulator comes from, before anything starts: all of them can be had, or none is started. */
export function planEmulators(wanted: readonly EmulatorName[], machine: Machine): EmulatorPlan {
  const sources = new Map<EmulatorName, EmulatorSource>();
  for (const name of wanted) {
    const source = findSource(name, machine);
    if (typeof source === 'string') return { missing: source };
    sources.set(name, source);
  }
  return { sources };
}

function findSource(name: EmulatorName, { env, sdkRoot, java, exists }: Machine): EmulatorSource | string {
  const { title, variable, sdk } = EMULATORS[name];
  const host = env[variable];
  if (host) return { kind: 'running', host };
  if (sdk === undefined) return { kind: 'auth-server' };

  const script = sdkRoot === undefined ? undefined : join(sdkRoot, sdk.script);
  if (script !== undefined && exists(script)) {
    return java !== undefined && java >= SDK_JAVA ? { kind: 'sdk', script } : javaLine(java);
  }
  if (java !== undefined && java >= FIREBASE_JAVA) return { kind: 'firebase-tools' };
  return (
    `The ${title} emulator was not found: install it with the Google Cloud SDK (https://cloud.google.com/sdk; ` +
    `gcloud components install ${sdk.component}, Debian: apt-get install google-cloud-cli-${debianName(name)}) ` +
    `and Java ${SDK_JAVA} or newer, or Java ${FIREBASE_JAVA} or newer alone, and run this again.`
  );
}

function javaLine(found: number | undefined): string {
  const problem =
    found === undefined
      ? `Java ${SDK_JAVA} or newer was not found on PATH`
      : `Java ${found} was found but the emulators need Java ${SDK_JAVA} or newer`;
  return `${problem}: install it (Debian: apt-get install openjdk-${SDK_JAVA}-jre-headless) and run this again.`;
}

const debianName = (name: EmulatorName) => `${name}-emulator`;
