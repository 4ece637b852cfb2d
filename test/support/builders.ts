import { randomUUID } from 'node:crypto';
import { AgentId, EmailAddress, MailboxId } from '../../shared/domain/ids.ts';
import { type Mailbox, NO_COUNTS } from '../../shared/domain/mailbox.ts';

/** A person's address that no other test has. */
export const anAddress = (name = 'someone'): EmailAddress =>
  EmailAddress(`${name}-${randomUUID()}@example.com`);

type StatusOf<M> = M extends Mailbox ? Omit<M, Exclude<keyof CommonFields, 'status'>> : never;
type CommonFields = Extract<Mailbox, { status: 'connecting' }>;

/** A freshly connected mailbox in the given status, nobody's lease on it. */
export function aMailbox(status: StatusOf<Mailbox>, overrides: Partial<CommonFields> = {}): Mailbox {
  const emailAddress = overrides.emailAddress ?? anAddress('agent');
  const common: Omit<CommonFields, 'status'> = {
    mailboxId: MailboxId.of(emailAddress),
    uid: AgentId(`agent-${randomUUID()}`),
    emailAddress,
    aliases: [],
    grantVersion: 1,
    lease: { fence: 0, commits: 0, holder: null, expiresAt: null },
    wantedHistoryId: null,
    pausedUntil: null,
    progress: null,
    counters: NO_COUNTS,
    lastSyncAt: null,
    lastRunAt: new Date('2026-11-01T00:00:00Z'),
    lastError: null,
    connectedAt: new Date('2026-11-01T00:00:00Z'),
  };
  const { status: _, ...rest } = { ...overrides, status };
  return { ...common, ...rest, ...status };
}
