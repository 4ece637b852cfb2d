import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { decideLease } from '../../../shared/domain/lease.ts';
import { isCommitted } from '../../../shared/domain/mailboxTransitions.ts';
import { rest, resume } from '../../../shared/domain/pause.ts';
import { aMailbox } from '../../support/builders.ts';

const now = new Date('2026-11-22T10:00:00Z');
const until = new Date('2026-11-22T11:00:00Z');
const status = { status: 'live', historyId: HistoryId.of(10), watch: null } as const;
const running = aMailbox(status, { lease: { fence: 7, commits: 2, holder: 'me', expiresAt: until } });
const request = { holder: 'next', trigger: { reason: 'poll' }, now, expiresAt: until } as const;

describe('a mailbox that operations have rest', () => {
  test('is written no more by the run that was under way, whose end would end the rest', () => {
    expect(isCommitted(running, { fence: 7, sequence: 3 })).toBe(false);
    expect(() => isCommitted(rest(until)(running), { fence: 7, sequence: 3 })).toThrow(
      expect.objectContaining({ code: 'leaseLost' }),
    );
  });

  test('is left alone by the next run until then', () => {
    expect(decideLease(rest(until)(running), request)).toEqual({ outcome: 'paused', until });
    expect(decideLease(rest(until)(running), { ...request, now: until })).toMatchObject({ outcome: 'taken' });
  });

  test('goes on where it was once it is resumed', () => {
    expect(decideLease(resume(rest(until)(running)), request)).toMatchObject({
      outcome: 'taken',
      mailbox: { historyId: '10', lease: { fence: 9, holder: 'next' } },
    });
  });
});
