import { expect } from '@jest/globals';
import type { CallableName } from '../../../shared/domain/callables/callables.ts';
import type { CallableCases } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';
import { CALLABLE_NAMES, missingIds, SAMPLES } from './samples.ts';

/** What became of each callable. */
async function ofEach<T>(call: (name: CallableName, sample: object) => Promise<T>) {
  const outcomes: Partial<Record<CallableName, T>> = {};
  for (const name of CALLABLE_NAMES) outcomes[name] = await call(name, SAMPLES[name](missingIds()));
  return outcomes;
}

export const PERMISSION_CASES: CallableCases = {
  'nobody is answered who has not signed in': async (stage) => {
    const visitor = await stage.client();
    const told = await ofEach((name, sample) => refusalOf(visitor.send(name, sample)));
    const refused = {
      code: 'unauthenticated',
      message: expect.stringContaining('Sign in'),
      details: undefined,
    };
    expect(told).toEqual(await ofEach(async () => refused));
  },

  'nobody is answered with a token that is forged': async ({ stack }) => {
    const statuses = await ofEach(async (name, data) => {
      const response = await fetch(`${stack.functions.url}/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer forged' },
        body: JSON.stringify({ data }),
      });
      return response.status;
    });
    expect(statuses).toEqual(await ofEach(async () => 401));
  },

  'nobody is answered who is no agent': async (stage) => {
    const client = await stage.client(await stage.agents.aUser());
    const told = await ofEach((name, sample) => refusalOf(client.send(name, sample)));
    const refused = {
      code: 'permission-denied',
      message: 'This account is not an agent of any location.',
      details: undefined,
    };
    expect(told).toEqual(await ofEach(async () => refused));
  },

  'a field that a callable does not know is named': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    const told = await ofEach((name, sample) => refusalOf(client.send(name, { ...sample, colour: 'red' })));
    const refused = expect.objectContaining({
      code: 'invalid-argument',
      message: expect.stringContaining('colour'),
    });
    expect(told).toEqual(await ofEach(async () => refused));
  },

  'each field of a wrong type is named': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    for (const name of CALLABLE_NAMES) {
      for (const [field, value] of Object.entries(SAMPLES[name](missingIds()))) {
        const wrong = { ...SAMPLES[name](missingIds()), [field]: Array.isArray(value) ? 'text' : [value] };
        const { code, details } = await refusalOf(client.send(name, wrong));
        const named = expect.arrayContaining([
          expect.objectContaining({ field: expect.stringMatching(field) }),
        ]);
        expect({ name, code, details }).toEqual({
          name,
          code: 'invalid-argument',
          details: { fields: named },
        });
      }
    }
  },

  'of very much that is wrong ten things are told': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    const emails = Array.from({ length: 20 }, () => 'nobody');
    const { message, details } = await refusalOf(
      client.send('saveContact', { ...SAMPLES.saveContact(missingIds()), emails }),
    );
    expect(Object(details).fields).toHaveLength(10);
    expect(message.split('; ')).toHaveLength(10);
  },
};
