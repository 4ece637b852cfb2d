import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseHcl } from './parseHcl.ts';

export const TERRAFORM = new URL('../../../terraform/', import.meta.url);

/** As hcl2json tells it: an expression is a string with `${…}`, a block an array of objects. */
export type Value = string | number | boolean | null | readonly Value[] | Body;
export type Body = { readonly [name: string]: Value };

export const isBody = (value: Value | undefined): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const Value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Value), z.record(z.string(), Value)]),
);
const Named = z.record(z.string(), z.array(z.record(z.string(), Value))).default({});
const Typed = z.record(z.string(), Named).default({});

const File = z.strictObject({
  terraform: z.array(Value).default([]),
  provider: Typed.or(Named),
  resource: Typed,
  data: Typed,
  variable: Named,
  output: Named,
  locals: z.array(z.record(z.string(), Value)).default([]),
});

export interface Block {
  /** `google_pubsub_topic.this`, with `data.` before it where it is one. */
  readonly address: string;
  readonly type: string;
  readonly isData: boolean;
  readonly body: Body;
}

export interface Configuration {
  readonly blocks: readonly Block[];
  readonly variables: Body;
  readonly locals: Body;
  readonly outputs: Body;
}

/** The sources by their file names. */
export async function readSources(): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(TERRAFORM)).filter((name) => name.endsWith('.tf'));
  const read = names.map(async (name) => [name, await readFile(new URL(name, TERRAFORM), 'utf8')]);
  return Object.fromEntries(await Promise.all(read));
}

/** @throws where a file is no HCL, or something is declared twice */
export async function parseConfiguration(sources: Readonly<Record<string, string>>): Promise<Configuration> {
  const files = await Promise.all(
    Object.entries(sources).map(async ([name, source]) => File.parse(await parseHcl(name, source))),
  );
  return {
    blocks: [
      ...files.flatMap(({ resource }) => blocksOf(resource, false)),
      ...files.flatMap(({ data }) => blocksOf(data, true)),
    ],
    variables: joined(files.map(({ variable }) => firsts(variable))),
    locals: joined(files.flatMap(({ locals }) => locals)),
    outputs: joined(files.map(({ output }) => firsts(output))),
  };
}

const blocksOf = (typed: z.output<typeof Typed>, isData: boolean): readonly Block[] =>
  Object.entries(typed).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, bodies]) =>
      bodies.map((body) => ({ address: `${isData ? 'data.' : ''}${type}.${name}`, type, isData, body })),
    ),
  );

const firsts = (named: z.output<typeof Named>): Body =>
  Object.fromEntries(Object.entries(named).map(([name, [body = {}]]) => [name, body]));

function joined(bodies: readonly Body[]): Body {
  const entries = bodies.flatMap((body) => Object.entries(body));
  const twice = entries.find(([name], at) => entries.findIndex(([other]) => other === name) !== at);
  if (twice) throw new Error(`${twice[0]} is declared twice`);
  return Object.fromEntries(entries);
}
