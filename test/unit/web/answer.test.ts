import { describe, expect, test } from '@jest/globals';
import { STORED } from '../../../shared/domain/advice/explanationAdvice.ts';
import { Explanation } from '../../../shared/domain/explanation.ts';
import { SKIP_REASONS } from '../../../shared/domain/ledger.ts';
import { SYNC_ERROR_CODES } from '../../../shared/domain/syncError.ts';
import { answerTo, gmailAddress } from '../../../web/src/screens/missing/answer.ts';

const at = '2026-11-23T09:00:00.000Z';
const common = { advice: 'As the server says.', gmailId: '18c2f0a1b2c3d4e5' };

const kindsOf = (explanation: unknown) =>
  answerTo(Explanation.parse(explanation)).steps.map(({ kind }) => kind);
const toneOf = (explanation: unknown) => answerTo(Explanation.parse(explanation)).tone;

describe('an answer', () => {
  test('to a mail that is here leads to its conversation', () => {
    const stored = { outcome: 'stored', messageIds: ['m'], at, ...common };
    expect(answerTo(Explanation.parse(stored))).toEqual({
      tone: 'good',
      title: 'It is here',
      steps: [{ kind: 'conversation', messageIds: ['m'] }],
    });
  });

  test('to a mail that is stored and deleted leads to Gmail, where it can be brought back', () => {
    const stored = { outcome: 'stored', messageIds: ['m'], at, ...common, advice: STORED.deleted };
    expect(kindsOf(stored)).toEqual(['gmail']);
    expect(toneOf(stored)).toBe('note');
  });

  test('to one of a location that the agent has left leads to Gmail alone', () => {
    expect(kindsOf({ outcome: 'stored', messageIds: [], at, ...common })).toEqual(['gmail']);
  });

  test.each(SKIP_REASONS)('has a title and a next step for mail that was left out: %s', (reason) => {
    const answer = answerTo(Explanation.parse({ outcome: 'skipped', reason, at, ...common }));
    expect(answer.title).not.toBe('');
    expect(answer.steps).not.toEqual([]);
  });

  test('to a mail without a contact proposes everyone in it', () => {
    const people = ['ann@example.com', 'bob@example.com'];
    const answer = answerTo(
      Explanation.parse({ outcome: 'skipped', reason: 'no-contact', people, at, ...common }),
    );
    expect(answer.steps[0]).toEqual({ kind: 'people', people });
  });

  test('to a mail to oneself proposes nobody', () => {
    expect(kindsOf({ outcome: 'skipped', reason: 'no-contact', people: [], at, ...common })).toEqual([
      'gmail',
    ]);
  });

  test('to a mail without a contact that Gmail could not be asked about looks for whom the question named', () => {
    expect(kindsOf({ outcome: 'skipped', reason: 'no-contact', at, ...common })).toContain('olderMail');
  });

  test.each(['excluded', 'automated'])('to mail that settings leave out leads to them: %s', (reason) => {
    expect(kindsOf({ outcome: 'skipped', reason, at, ...common })).toContain('locationSettings');
  });

  test.each([
    ['draft', 'drafts'],
    ['spam', 'spam'],
    ['trash', 'trash'],
    ['chat', 'all'],
  ])('to what hides in Gmail leads there, whether it was seen or not: %s', (reason, place) => {
    const step = { kind: 'gmail', place, gmailId: common.gmailId };
    for (const explanation of [
      { outcome: 'skipped', reason, at, ...common },
      { outcome: 'neverSeen', reason, ...common },
    ]) {
      expect(answerTo(Explanation.parse(explanation)).steps).toEqual([step]);
    }
  });

  test.each(['older', 'missed'])('to a mail that no sync looked at offers to look for it: %s', (reason) => {
    expect(kindsOf({ outcome: 'neverSeen', reason, ...common })).toEqual(['olderMail', 'gmail']);
  });

  test.each([
    ['newMail', ['syncNow', 'gmail']],
    ['relabelled', ['syncNow', 'gmail']],
    ['firstSync', ['gmail']],
    ['recovery', ['gmail']],
  ])('to a mail that is to come: %s', (reason, kinds) => {
    expect(kindsOf({ outcome: 'pending', reason, ...common })).toEqual(kinds);
  });

  test('to a mail that could not be read yet offers to try now', () => {
    const struck = { outcome: 'struck', reason: 'unreadable', strikes: 1, at, ...common };
    expect(kindsOf(struck)).toEqual(['syncNow', 'gmail']);
  });

  test('to a mail that is nowhere has no way to it', () => {
    expect(kindsOf({ outcome: 'notInGmail', advice: common.advice })).toEqual([]);
  });

  test.each([...SYNC_ERROR_CODES, 'reauthRequired', 'disconnected', 'paused'])(
    'where Gmail cannot be asked says so: %s',
    (reason) => {
      const unreachable = { outcome: 'unreachable', reason, advice: common.advice };
      expect(toneOf(unreachable)).toMatch(/warn|bad/);
      const isToConnect = [
        'reauthRequired',
        'disconnected',
        'grantRevoked',
        'unauthorized',
        'insufficientScope',
        'undecryptable',
      ].includes(reason);
      expect(kindsOf(unreachable)).toEqual(isToConnect ? ['connect'] : []);
    },
  );
});

test('Gmail’s page is that of the account and the place', () => {
  expect(gmailAddress('ann+crm@example.com', 'spam', '18c2f0')).toBe(
    'https://mail.google.com/mail/?authuser=ann%2Bcrm%40example.com#spam/18c2f0',
  );
});
