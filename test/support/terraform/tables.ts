import { z } from 'zod';
import { type Body, type Configuration, isBody, type Value } from './configuration.ts';

const names = z.array(z.string());
const Row = z.strictObject({
  kind: z.enum(['event', 'http', 'scheduled', 'callable']),
  memory: z.string().regex(/^\d+[MG]i$/),
  cpu: z.string(),
  concurrency: z.number(),
  timeout: z.number(),
  needs: names,
});
const Roles = z.strictObject({ project: names, publishes: names, reads: names });

const Tables = z.object({
  functions: z.record(z.string(), Row),
  roles: z.record(z.string(), Roles),
  builder_roles: names,
  operator_roles: names,
  everywhere: z.record(z.string(), z.string()),
  variables_of: z.record(z.string(), z.record(z.string(), z.string())),
  secrets_of: z.record(z.string(), names),
  secret_names: z.record(z.string(), z.string()),
  topics: z.record(z.string(), z.string()),
  schedules: z.record(z.string(), z.string()),
});
export type Tables = z.output<typeof Tables>;

/** The tables that everything else goes through. */
export const tablesOf = ({ locals }: Configuration): Tables => Tables.parse(locals);

/** What a resource has literally, by the path of its blocks: `retry_policy.minimum_backoff`. */
export function literalOf({ blocks }: Configuration, address: string, path: string): Value | undefined {
  const body = blocks.find((block) => block.address === address)?.body;
  return path.split('.').reduce<Value | undefined>((at, name) => firstOf(at)?.[name], body);
}

function firstOf(value: Value | undefined): Body | undefined {
  const [told] = Array.isArray(value) ? value : [value];
  return isBody(told) ? told : undefined;
}
