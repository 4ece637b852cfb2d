import type { FunctionName } from './registry.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Bytes that a function takes, before anybody knows who sends them: the framework would take 1 GiB. What is a little too
 * big for its function still gets in, so that the function itself can say so: `payloadLimit.ts`, `ghlWebhook.ts`.
 */
export function bodyLimit(name: FunctionName): number {
  switch (name) {
    // Cloud Run's own limit is 32 MiB.
    case 'sendMessage':
      return 34 * MIB;
    // Pub/Sub's messages have 10 MB at most, in base64.
    case 'gmailPush':
    case 'syncWorker':
    case 'ghlRelay':
      return 16 * MIB;
    case 'ghlWebhook':
      return MIB;
    // They have no body.
    case 'oauthCallback':
    case 'ghlCallback':
    case 'pollMailboxes':
    case 'renewWatches':
    case 'auditMailboxes':
      return 64 * KIB;
    default:
      return 256 * KIB;
  }
}
