import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { FUNCTIONS, type FunctionName } from '../../../functions/registry.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** Runs `npm run build`'s own entry, of the project in `root`. */
export async function runBuild(out: string, { root = ROOT, env = {} }: BuildOptions = {}): Promise<void> {
  await run(process.execPath, [join(root, '.ci/bundle/main.ts'), '--out', out], { cwd: tmpdir(), env });
}

interface BuildOptions {
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Everything built and installed in a folder far from the project's own packages. */
export class BuiltArtefacts {
  readonly out: string;

  private constructor(out: string) {
    this.out = out;
  }

  static async build(): Promise<BuiltArtefacts> {
    const out = await mkdtemp(join(tmpdir(), 'artefacts-'));
    await runBuild(out);
    return new BuiltArtefacts(out);
  }

  folder(name: FunctionName): string {
    return join(this.out, name);
  }

  /**
   * `npm ci` in one of the folders; the others, whose locks say the same, share what it installed. Then, where it is
   * asked for, what the platform does at the end of its own build.
   */
  async install(warm: readonly FunctionName[] = []): Promise<void> {
    const [first, ...others] = FUNCTIONS;
    const installed = join(this.folder(first), 'node_modules');
    if (!existsSync(installed)) {
      await run('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress'], {
        cwd: this.folder(first),
      });
      for (const name of others) await symlink(installed, join(this.folder(name), 'node_modules'));
    }
    for (const name of warm) await run('npm', ['run', '--silent', 'gcp-build'], { cwd: this.folder(name) });
  }

  /** The framework's own command, as the platform starts it. */
  command(name: FunctionName): string {
    return join(this.folder(name), 'node_modules', '.bin', 'functions-framework');
  }

  async remove(): Promise<void> {
    await rm(this.out, { recursive: true, force: true });
  }
}

/** Of this process's environment only what a command needs to be found: no variable of ours, no setting of npm's. */
export function bareEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME };
}

interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

async function run(command: string, args: readonly string[], { cwd, env }: RunOptions): Promise<void> {
  const child = spawn(command, args, { cwd, env: { ...bareEnvironment(), ...env }, stdio: 'pipe' });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${(await said).join('')}`);
}
