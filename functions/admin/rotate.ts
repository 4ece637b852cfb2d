import { changesKeyring, keyringAfter } from '../../shared/domain/keyringAfter.ts';
import { formatKeyring } from '../../shared/domain/keyringChanges.ts';
import { newKey } from '../../shared/sync/keyring/newKey.ts';
import { type Rotation, rotateKeyring } from '../../shared/sync/keyring/rotateKeyring.ts';
import type { App } from '../app.ts';
import type { Admin } from './admin.ts';
import { grants, nextAdvice, takenTold, troubles } from './keyringAdvice.ts';
import { keyringDeps, placeOf } from './keyringSight.ts';
import { progressBar } from './progressBar.ts';
import { Refused, type Terminal } from './terminal.ts';

export interface RotateTold {
  readonly wait?: boolean;
  readonly retire?: boolean;
  readonly again?: boolean;
  readonly pause: number;
  readonly print?: boolean;
  readonly yes?: boolean;
}

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

export async function rotate({ app, terminal }: Admin, told: RotateTold): Promise<void> {
  const deps = app();
  if (told.print) mustBePrintable(deps);
  const rotation = await follow(deps, terminal, told);
  if (told.print) print(deps, terminal, rotation);
  else report(terminal, rotation);
}

async function follow(deps: App, terminal: Terminal, told: RotateTold): Promise<Rotation> {
  const [waits, seals] = [progressBar(terminal, 'Waiting, seconds'), progressBar(terminal, 'Grants')];
  const stop = () => {
    waits.stop();
    seals.stop();
  };
  const { wait = false, retire = false, again = false } = told;
  const wish = { wait, retire, again, propagationMs: told.pause * MINUTE_MS };
  try {
    return await rotateKeyring(keyringDeps(deps), wish, {
      // Of a keyring that is fixed nobody but its owner can tell who has it.
      beforeReseal: async ({ kind }, records) => {
        if (kind === 'versions') return;
        const where = `project ${deps.config.GOOGLE_CLOUD_PROJECT}`;
        await terminal.confirm(
          `${where}: seal ${grants(records)} with the current key? Every instance must have this keyring.`,
          told,
        );
      },
      resealing: (done, records) => seals.show(done, records),
      waiting: (_, waited, total) =>
        waits.show(Math.round(waited / SECOND_MS), Math.round(total / SECOND_MS)),
      did: (step) => {
        stop();
        terminal.note(takenTold(step));
      },
    });
  } finally {
    stop();
  }
}

function report(terminal: Terminal, rotation: Rotation): void {
  const { kept, taken, next, history, shutExamples } = rotation;
  for (const trouble of troubles(rotation)) terminal.note(trouble);
  const shut = [...rotation.shut.values()].reduce((sum, count) => sum + count, 0);
  if (shut > 0) {
    terminal.note(
      `${grants(shut)} cannot be opened, and hold their keys back: have them connected again (${shutExamples.join(', ')}).`,
    );
  }
  const disabled = taken.flatMap((step) => (step.step === 'disable' ? step.versions : []));
  if (kept.kind === 'versions' && disabled.length > 0) {
    const [, project, , secret] = kept.secret.split('/');
    terminal.note(
      `To be rid of them for good: for v in ${disabled.join(' ')}; do gcloud secrets versions destroy $v --secret=${secret} --project=${project}; done`,
    );
  }
  terminal.done(isPinned(rotation) ? PINNED : nextAdvice(next, kept), {
    keyring: placeOf(kept),
    current: history.keyring.current.keyId,
    taken: taken.map(({ step }) => step),
    shut,
    next: next.step === 'wait' ? next.before : next.step,
    nextAt: next.step === 'wait' ? next.until : null,
  });
}

/** Instances would never see another version. */
const isPinned = ({ kept, next }: Rotation): boolean =>
  kept.kind === 'fixed' && kept.version !== null && changesKeyring(next);
const PINNED =
  'TOKEN_KEYRING names one version, so that no instance would see another: let it name versions/latest, deploy, and rotate then.';

function mustBePrintable({ config }: App): void {
  if (config.TOKEN_KEYRING.startsWith('projects/'))
    throw new Refused('The keyring is in Secret Manager and stays there: leave --print away.', 2);
  if (process.stdout.isTTY)
    throw new Refused(
      'The next keyring is no sight for a screen: pipe it, as in "… --print > next.json".',
      2,
    );
}

/** The one output that has key material in it. */
function print({ random, clock }: App, terminal: Terminal, { kept, history, next }: Rotation): void {
  if (!changesKeyring(next)) {
    throw new Refused(`There is no other keyring to be printed: ${nextAdvice(next, kept)}`);
  }
  const after = keyringAfter(history, next, () => newKey(random, clock.now(), history.keyring));
  const text = formatKeyring(after);
  terminal.page(text, JSON.parse(text));
  terminal.note(
    'What was printed opens every grant: keep it as you keep TOKEN_KEYRING, which it follows, and delete the copy. Rotate on once every instance has it.',
  );
}
