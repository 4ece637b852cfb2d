import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

/** A project of its own beside a stand-in for npm, which counts its calls instead of downloading. */
let root: string;
const ci = fileURLToPath(new URL('../../.ci', import.meta.url));
const at = (...path: string[]) => join(root, ...path);
const writeJson = (path: string, content: object) => writeFileSync(at(path), JSON.stringify(content));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launch-'));
  cpSync(ci, at('.ci'), { recursive: true });
  writeJson('package.json', { scripts: {}, dependencies: { a: '1.0.0' } });
  writeLock('1.0.0');
  writeFileSync(at('hello.mjs'), 'console.log("hello", ...process.argv.slice(2)); process.exitCode = 7;');
  mkdirSync(at('bin'));
  fakeNpm(`echo call >> calls; sleep 0.3; mkdir -p node_modules`);
});
afterEach(() => rmSync(root, { recursive: true }));

function writeLock(version: string) {
  writeJson('package-lock.json', {
    packages: { '': { dependencies: { a: version } }, 'node_modules/a': { version } },
  });
}

function fakeNpm(script: string) {
  writeFileSync(at('bin', 'npm'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const installs = () =>
  existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').split('\n').length - 1 : 0;

function start(...args: string[]): ChildProcess {
  const { NODE_COMPILE_CACHE: _, ...own } = process.env;
  const env = { ...own, PATH: `${at('bin')}${delimiter}${process.env['PATH']}` };
  return spawn(process.execPath, [at('.ci/launch.mjs'), ...args], { cwd: root, env, stdio: 'pipe' });
}

async function launch(...args: string[]) {
  const child = start(...args);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('a launch', () => {
  test('passes arguments on and ends with the script’s exit code', async () => {
    const { code, output } = await launch('hello.mjs', 'a', 'b c');
    expect(output).toContain('hello a b c\n');
    expect(code).toBe(7);
  });

  test('keeps what Node has compiled for the next one', async () => {
    writeFileSync(at('where.mjs'), 'console.log(process.env.NODE_COMPILE_CACHE)');
    const cache = at('node_modules/.cache/compiled');
    expect((await launch('where.mjs')).output).toContain(`${cache}\n`);
    expect(existsSync(cache)).toBe(true);
  });

  test('installs when nothing is installed, and says so in one line', async () => {
    const { output } = await launch('hello.mjs');
    expect(output).toBe('Installing dependencies (first run, about a minute)…\nhello\n');
  });

  test('installs once, whatever changes in the scripts of package.json', async () => {
    await launch('hello.mjs');
    writeJson('package.json', { scripts: { test: 'x' }, dependencies: { a: '1.0.0' } });
    expect(await launch('hello.mjs')).toEqual({ code: 7, output: 'hello\n' });
    expect(installs()).toBe(1);
  });

  test('installs again when the lock file changed', async () => {
    await launch('hello.mjs');
    writeLock('1.0.1');
    await launch('hello.mjs');
    expect(installs()).toBe(2);
  });

  test('trusts what npm itself installed, without its stamp', async () => {
    mkdirSync(at('node_modules'));
    writeJson('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
    await launch('hello.mjs');
    expect(installs()).toBe(0);
  });

  test('installs over what an older lock file asked for', async () => {
    mkdirSync(at('node_modules'));
    writeJson('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '0.9.0' } } });
    await launch('hello.mjs');
    expect(installs()).toBe(1);
  });

  test('beside another one waits for its install instead of running its own', async () => {
    const both = await Promise.all([launch('hello.mjs'), launch('hello.mjs')]);
    expect(both.map(({ code }) => code)).toEqual([7, 7]);
    expect(installs()).toBe(1);
  });

  test('takes over a lock whose owner is gone', async () => {
    const gone = spawn('true');
    await once(gone, 'close');
    mkdirSync(at('.local'));
    writeFileSync(at('.local/install.lock'), String(gone.pid));
    expect((await launch('hello.mjs')).code).toBe(7);
    expect(installs()).toBe(1);
    expect(existsSync(at('.local/install.lock'))).toBe(false);
  });

  test('whose install fails shows what npm said, ends with its code and runs nothing', async () => {
    fakeNpm('echo "npm error: no such package" >&2; exit 3');
    const { code, output } = await launch('hello.mjs');
    expect(code).toBe(3);
    expect(output).toContain('npm error: no such package');
    expect(output).not.toContain('hello');
  });
});

describe('signals', () => {
  const ready = async (child: ChildProcess) => {
    for await (const text of child.stdout ?? []) if (String(text).includes('ready')) return;
  };

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s reaches the script once, and its end is awaited',
    async (signal) => {
      writeFileSync(
        at('wait.mjs'),
        `let count = 0;
       process.on('${signal}', () => { count += 1; setTimeout(() => process.exit(40 + count), 300); });
       setInterval(() => {}, 1000);
       console.log('ready');`,
      );
      const child = start('wait.mjs');
      await ready(child);
      child.kill(signal);
      const [code] = await once(child, 'exit');
      expect(code).toBe(41);
    },
  );

  test('a script that is killed gives 128 and the signal’s number', async () => {
    writeFileSync(at('die.mjs'), `process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);
    expect((await launch('die.mjs')).code).toBe(137);
  });
});
