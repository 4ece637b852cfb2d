import { expect, test } from '@jest/globals';
import { notChecked, ok } from '../../shared/domain/doctor/finding.ts';
import { type Check, runChecks } from '../../shared/sync/doctor/runChecks.ts';

const options = { project: 'estio', timeoutMs: 50, describe: (error: unknown) => `said: ${String(error)}` };
const well = (name: string): Check => ({ name, run: async () => [ok(name, 'well')] });

test('a check that fails, at once or late, and one that hangs stop no other, and all keep their order', async () => {
  const aborted: string[] = [];
  const hangs: Check = {
    name: 'hangs',
    run: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push('hangs');
          // It is heard, though nobody waits any longer.
          reject(new Error('aborted'));
        });
      }),
  };
  const throws: Check = {
    name: 'throws',
    run: () => {
      throw new Error('at once');
    },
  };
  const found = await runChecks([hangs, well('a'), throws, well('b')], options);
  expect(found.map(({ check, status, says }) => [check, status, says])).toEqual([
    ['hangs', 'notChecked', 'no answer within 0.05 s'],
    ['a', 'ok', 'well'],
    ['throws', 'notChecked', 'the check itself failed: said: Error: at once'],
    ['b', 'ok', 'well'],
  ]);
  expect(aborted).toEqual(['hangs']);
});

test('a check says what silence means, and may have more time than others', async () => {
  const silent = notChecked('slow', 'it sleeps');
  const never = () => new Promise<never>(() => {});
  const slow: Check = {
    name: 'patient',
    timeoutMs: 5_000,
    run: () => new Promise((resolve) => setTimeout(resolve, 100, [ok('patient', 'well')])),
  };
  expect(await runChecks([{ name: 'slow', run: never, silent }, slow], options)).toEqual([
    silent,
    ok('patient', 'well'),
  ]);
});
