import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FUNCTIONS, type FunctionName } from '../../../functions/registry.ts';

const Rewrite = z.union([
  z.object({ source: z.string(), run: z.object({ serviceId: z.string(), region: z.string() }) }),
  z.object({ source: z.string(), destination: z.string() }),
]);

const Headers = z.object({
  source: z.string(),
  headers: z.array(z.object({ key: z.string(), value: z.string() })),
});

const Hosting = z.strictObject({
  public: z.string(),
  site: z.string().optional(),
  ignore: z.array(z.string()),
  headers: z.array(Headers),
  rewrites: z.array(Rewrite),
});
export type HostingConfig = z.output<typeof Hosting>;

/** The hosting section of firebase.json, as Hosting is deployed with. */
export function readHostingConfig(): HostingConfig {
  const file = readFileSync(new URL('../../../firebase.json', import.meta.url), 'utf8');
  return z.object({ hosting: Hosting }).parse(JSON.parse(file)).hosting;
}

/** Which function answers at which address: a service is named like its function, in lower case. */
export function functionRewrites({ rewrites }: HostingConfig): ReadonlyMap<string, FunctionName> {
  return new Map(
    rewrites.flatMap((rewrite): [string, FunctionName][] => {
      if (!('run' in rewrite)) return [];
      const name = FUNCTIONS.find((known) => known.toLowerCase() === rewrite.run.serviceId);
      if (name === undefined) throw new Error(`firebase.json: no function is named ${rewrite.run.serviceId}`);
      return [[rewrite.source, name]];
    }),
  );
}
