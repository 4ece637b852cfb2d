import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { beginAudit, stopAudit } from '../../../shared/domain/audit/audit.ts';
import { beginImport, takeImport } from '../../../shared/domain/contacts/importProgress.ts';
import { askForHistory, reportSearch } from '../../../shared/domain/historyFetch.ts';
import { AuditId, HistoryFetchId, ImportId, LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import {
  finishRound,
  type RoundRequest,
  takeRound,
  turnRoundPage,
} from '../../../shared/domain/rounds/round.ts';
import { aContact } from '../../support/builders.ts';
import { minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const aRequest = (overrides: Partial<RoundRequest> = {}): RoundRequest => ({
  roundId: 'poll',
  holder: randomUUID(),
  now: NOW,
  before: minutesLater(-1),
  steps: ['quiet', 'leaving'],
  counts: { queued: 0 },
  begins: true,
  ...overrides,
});

async function aFetch({ store }: StoreFixture, startedAt: Date) {
  const jobId = HistoryFetchId(randomUUID());
  const mailboxId = MailboxId(randomUUID());
  const location = { excluded: [], skipAutomated: false };
  const asked = { jobId, contact: aContact(), location, before: null, mailboxIds: [mailboxId] };
  await store.changeFetch(jobId, (fetch) => askForHistory(fetch, { ...asked, now: startedAt }));
  return { jobId, mailboxId };
}

export const ROUND_CASES: StoreCases = {
  'of many calls that take a round at once one has it, and it is kept as it was written': async ({
    store,
  }) => {
    const requests = Array.from({ length: 4 }, () => aRequest());
    const taken = await Promise.all(requests.map((request) => store.changeRound('poll', takeRound(request))));
    const [holder = '', ...others] = new Set(taken.map((round) => round?.holder));
    expect(others).toEqual([]);
    const at = { place: { step: 'leaving', after: '["x"]' }, counts: { queued: 3 } };
    const turned = await store.changeRound('poll', turnRoundPage(holder, at, minutesLater(1)));
    expect(turned).toMatchObject({
      ...at,
      startedAt: NOW,
      before: minutesLater(-1),
      movedAt: minutesLater(1),
    });
    expect(await store.changeRound('poll', (round) => round)).toEqual(turned);
    expect(await store.changeRound('poll', turnRoundPage('another', at, NOW))).toBeUndefined();
    expect(await store.changeRound('poll', (round) => round)).toEqual(turned);
    const finished = await store.changeRound('poll', finishRound(holder, at, minutesLater(2)));
    expect(finished).toMatchObject({ finishedAt: minutesLater(2), expiresAt: null });
    expect(await store.changeRound('renewals', (round) => round)).toBeUndefined();
  },

  'fetches of history that are quiet are those that run and have not moved since': async (fixture) => {
    const { store } = fixture;
    const [second, first] = [
      await aFetch(fixture, minutesLater(-4)),
      await aFetch(fixture, minutesLater(-9)),
    ];
    const done = await aFetch(fixture, minutesLater(-5));
    const end = { state: 'failed', reason: 'left' } as const;
    await store.changeFetch(done.jobId, reportSearch({ ...done, attempt: 1 }, end, minutesLater(-5)));
    const moved = await aFetch(fixture, minutesLater(-5));
    const half = { state: 'waiting', done: 1, total: 2 } as const;
    await store.changeFetch(moved.jobId, reportSearch({ ...moved, attempt: 1 }, half, NOW));
    const { items, next } = await store.quietFetches({ before: NOW, limit: 1 });
    expect(items.map(({ jobId }) => jobId)).toEqual([first.jobId]);
    const rest = await store.quietFetches({ before: NOW, limit: 5, ...(next !== null && { after: next }) });
    expect(rest.items.map(({ jobId }) => jobId)).toEqual([second.jobId]);
  },

  'imports that are quiet are those that run and have not moved for a while, but for so long': async ({
    store,
  }) => {
    const anImport = async (minutes: number) => {
      const locationId = LocationId(randomUUID());
      const importId = ImportId.of(locationId);
      const asked = {
        importId,
        locationId,
        ghlLocationId: 'g',
        history: 'none',
        now: minutesLater(minutes),
      } as const;
      await store.changeImport(importId, (existing) => beginImport(existing, asked));
      return importId;
    };
    await anImport(-99);
    const quiet = [await anImport(-90), await anImport(-50)];
    const taken = await anImport(-60);
    await store.changeImport(taken, takeImport({ attempt: 1, holder: 'h' }, minutesLater(-10)));
    const { items } = await store.quietImports({
      since: minutesLater(-90),
      before: minutesLater(-30),
      limit: 9,
    });
    expect(items.map(({ importId }) => importId)).toEqual(quiet);
  },

  'audits that are quiet are those that run and have not moved since': async ({ store }) => {
    const anAudit = async (minutes: number) => {
      const auditId = AuditId(randomUUID());
      const mailboxId = MailboxId(randomUUID());
      const asked = { auditId, mailboxId, days: 8, repair: false, now: minutesLater(minutes) };
      await store.changeAudit(auditId, (audit) => beginAudit(audit, asked));
      return auditId;
    };
    const quiet = [await anAudit(-9), await anAudit(-8)];
    await anAudit(0);
    const stopped = await anAudit(-7);
    await store.changeAudit(stopped, (audit) => audit && stopAudit('busy', NOW)(audit));
    const { items, next } = await store.quietAudits({ before: NOW, limit: 2 });
    expect(items.map(({ auditId }) => auditId)).toEqual(quiet);
    expect(await store.quietAudits({ before: NOW, limit: 2, ...(next !== null && { after: next }) })).toEqual(
      {
        items: [],
        next: null,
      },
    );
  },
};
