import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { adminProgram, commandsOf, nameOf } from '../support/adminProgram.ts';

const TESTS = new URL('../e2e/', import.meta.url);
const program = adminProgram();
const commands = commandsOf(program).map((command) => [nameOf(command), command] as const);

test('there are groups of commands, each with a sentence', () => {
  expect(commands.length).toBeGreaterThan(25);
  for (const group of program.commands) expect(group.description()).toMatch(/^[\p{Ll}\p{Lu}].{15,}$/u);
});

describe.each(commands)('%s', (name, command) => {
  test('says in --help what it does, and of each argument and option what that is', () => {
    expect(command.description()).toMatch(/^\p{Ll}.{8,}[^.]$/u);
    const help = command.helpInformation();
    expect(help).toContain(`Usage: admin ${name}`);
    for (const { description } of command.registeredArguments) expect(description).not.toBe('');
    for (const { description } of command.options) expect(description).not.toBe('');
  });
});

describe('against the emulators', () => {
  let texts: readonly string[];
  beforeAll(async () => {
    const files = (await readdir(TESTS)).filter((file) => file.endsWith('.test.ts'));
    texts = await Promise.all(files.map((file) => readFile(new URL(file, TESTS), 'utf8')));
  });

  test.each(commands.map(([name]) => name))('%s is tested in a process of its own', (name) => {
    const words = name.split(' ').map((word) => `'${word}'`);
    const isTested = texts.some(
      (text) => text.includes('runAdmin') && words.every((word) => text.includes(word)),
    );
    expect(isTested).toBe(true);
  });
});
