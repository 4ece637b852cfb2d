import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** `17` of `openjdk version "17.0.15"`, `8` of `java version "1.8.0_402"`; undefined for anything else. */
export function javaMajor(versionText: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(versionText);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** The emulators' scripts take Java from JAVA_HOME where it is set; so does this. */
export function javaCommand(env: Readonly<Record<string, string | undefined>>): string {
  return env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
}

/** The major version of the Java that would run the emulators; undefined where there is none that runs. */
export async function findJava(
  env: Readonly<Record<string, string | undefined>>,
): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(javaCommand(env), ['-version'], { env });
    return javaMajor(stderr + stdout);
  } catch {
    return undefined;
  }
}
