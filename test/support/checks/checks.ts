import { existsSync } from 'node:fs';
import { findAdvisories, type Looked } from './findAdvisories.ts';
import { findCheckoutPath } from './findCheckoutPath.ts';
import { findDownloadAddresses } from './findDownloadAddresses.ts';

/**
 * Something that must hold of the sources: a tool that exits with 0, or a function that finds no problem, or says that it
 * cannot know.
 */
export type Check = { readonly name: string; readonly why: string } & (
  | { readonly command: string; readonly arguments: readonly string[] }
  | { readonly findProblems: (root: string) => Promise<readonly string[]> }
  | { readonly look: (root: string) => Promise<Looked> }
);

const SOURCES = ['functions', 'shared', 'web', 'test', '.ci/bundle'];

/** The slowest first: two run at a time. */
export const checks = (root: string): readonly Check[] => [
  { name: 'types', why: 'TypeScript, strict', command: 'tsc', arguments: ['--noEmit'] },
  {
    name: 'types:web',
    why: 'the same of the app and of what is tested in a browser (web/tsconfig.json)',
    command: 'tsc',
    arguments: ['--noEmit', '-p', 'web'],
  },
  {
    name: 'imports',
    why: 'imports go one way (.dependency-cruiser.mjs)',
    command: 'depcruise',
    arguments: [
      '--config',
      '.dependency-cruiser.mjs',
      ...SOURCES.filter((name) => existsSync(`${root}/${name}`)),
    ],
  },
  {
    name: 'lint',
    why: 'formatting and lint rules (biome.json); npm run format mends most',
    command: 'biome',
    arguments: ['check', '--error-on-warnings', '.'],
  },
  {
    name: 'unused',
    why: 'unused files, exports and dependencies (knip.json)',
    command: 'knip',
    arguments: [],
  },
  { name: 'lockfile', why: 'package-lock.json names no registry', findProblems: findDownloadAddresses },
  {
    name: 'advisories',
    why: 'no serious flaw is published of what is shipped; where the registry does not say, NOT CHECKED',
    look: findAdvisories,
  },
  { name: 'paths', why: 'no committed file knows where this checkout lies', findProblems: findCheckoutPath },
];
