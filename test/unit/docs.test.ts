import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../functions/registry.ts';
import { FINDING_KINDS } from '../../shared/domain/audit/audit.ts';
import { ALERTS } from '../../shared/domain/log/alerts.ts';
import { LOG_FIELDS } from '../../shared/domain/log/logFields.ts';
import { LOG_EVENTS } from '../../shared/domain/logEvents.ts';
import { MAILBOX_STATUSES } from '../../shared/domain/mailbox.ts';
import { SYNC_ERROR_CODES } from '../../shared/domain/syncError.ts';
import { refusalOf } from '../support/adminProgram.ts';
import { anchorsOf, codeSpansIn } from '../support/markdown.ts';

const ROOT = new URL('../../', import.meta.url);
const textOf = (page: string): Promise<string> => readFile(new URL(page, ROOT), 'utf8');

/** Of operations, wherever they stand: with what a shell does with their output cut off. */
const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/npm run (?:--silent )?admin -- ([^\n`]+)/g)].flatMap(([, line = '']) => {
    const command = line.split(/ [|>#] |, then /)[0]?.trim() ?? '';
    return /[…<]/.test(command) ? [] : command;
  });

describe.each(['README.md', 'docs/runbook.md'])('%s', (page) => {
  test('has no command of operations that there is not, and no option', async () => {
    const commands = commandsIn(await textOf(page));
    expect(commands).not.toEqual([]);
    for (const command of commands) expect([command, await refusalOf(command)]).toEqual([command, undefined]);
  });
});

test('a command that there is not is noticed, and so is an option', async () => {
  expect(await refusalOf('mailboxes mend ann@example.com')).toContain('unknown command');
  expect(await refusalOf('mailboxes audit ann@example.com --days many')).toContain('not a number');
  expect(await refusalOf('mailboxes audit ann@example.com --mend')).toContain('unknown option');
  expect(await refusalOf('mailboxes audit')).toContain('missing required argument');
});

describe('the runbook', () => {
  /** Names of ours that are neither events nor what the other vocabularies have. */
  const OTHERS = [
    ...[
      'pausedUntil',
      'lastError',
      'watchExpiresAt',
      'recoveryStep',
      'altId',
      'tooOld',
      'uncertain',
      'contactId',
    ],
    ...['unknownState', 'paused', 'needsReconcile', 'sentAt'],
  ];
  const KNOWN = new Set<string>([
    ...Object.keys(LOG_EVENTS),
    ...Object.keys(LOG_FIELDS),
    ...Object.keys(ALERTS),
    ...FUNCTIONS,
    ...FINDING_KINDS,
    ...MAILBOX_STATUSES,
    ...SYNC_ERROR_CODES,
    ...OTHERS,
  ]);

  test('names no event, field, alert, function or code that there is not', async () => {
    const names = codeSpansIn(await textOf('docs/runbook.md')).filter((span) =>
      /^[a-z]+(?:[A-Z][a-z]*)+$/.test(span),
    );
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !KNOWN.has(name))).toEqual([]);
  });

  test('filters the log by events that there are', async () => {
    const filters = [...(await textOf('docs/runbook.md')).matchAll(/labels\.event=(?:\(([^)]+)\)|("\w+"))/g)];
    const events = filters.flatMap(([, several = '', one = '']) => (several || one).match(/\w{3,}/g) ?? []);
    expect(events.length).toBeGreaterThan(10);
    for (const event of events) expect(LOG_EVENTS).toHaveProperty(event);
  });

  test('says in each section how it shows or what it is for, how to look, what to do, and when it is over', async () => {
    for (const [anchor, section] of anchorsOf(await textOf('docs/runbook.md'))) {
      if (anchor === 'runbook') continue;
      expect([anchor, section.includes('**Over** when')]).toEqual([anchor, true]);
      expect([anchor, section.includes('```sh')]).toEqual([anchor, true]);
    }
  });
});

test('every link between pages of the documentation leads somewhere', async () => {
  const pages = [
    'README.md',
    ...(await readdir(new URL('docs', ROOT))).flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
  ];
  expect(pages).toContain('docs/security.md');
  for (const page of pages) {
    const links = [...(await textOf(page)).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    for (const [link, path = '', anchor] of links) {
      const target = new URL(path || `/${page}`.replace(/.*\//, ''), new URL(page, ROOT));
      expect([page, link, existsSync(target)]).toEqual([page, link, true]);
      if (anchor === undefined) continue;
      const anchors = anchorsOf(await readFile(target, 'utf8'));
      expect([page, link, anchors.has(anchor)]).toEqual([page, link, true]);
    }
  }
});
