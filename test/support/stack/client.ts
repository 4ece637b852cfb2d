import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase/app';
import {
  connectAuthEmulator,
  initializeAuth,
  inMemoryPersistence,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { FunctionsError, getFunctions, httpsCallableFromURL } from 'firebase/functions';
import type { z } from 'zod';
import {
  CALLABLES,
  type CallableInput,
  type CallableName,
  type CallableOutput,
} from '../../../shared/domain/callables/callables.ts';
import { DEMO_PASSWORD } from './signIn.ts';
import type { Stack } from './stack.ts';

const CONTRACTS: { readonly [Name in CallableName]: { readonly output: z.ZodType<CallableOutput<Name>> } } =
  CALLABLES;

/** A person's browser, with Firebase's own SDK in it. */
export interface Client extends AsyncDisposable {
  /** What a client that keeps to the contract sends; an answer that does not keep to it fails. @throws FunctionsError */
  call<Name extends CallableName>(name: Name, input: CallableInput<Name>): Promise<CallableOutput<Name>>;
  /** Whatever a client may send. @throws FunctionsError */
  send(name: CallableName, data: unknown): Promise<unknown>;
}

/** Signs the person in, as the Auth emulator of the stack knows them; without one, nobody is signed in. */
export async function aClient(
  { projectId, authHost, functions }: Pick<Stack, 'projectId' | 'authHost'> & { functions: { url: string } },
  person?: { readonly email: string },
): Promise<Client> {
  const app = initializeApp({ projectId, apiKey: 'any' }, randomUUID());
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
  if (person) await signInWithEmailAndPassword(auth, person.email, DEMO_PASSWORD);
  const sdk = getFunctions(app);
  const send = async (name: CallableName, data: unknown): Promise<unknown> =>
    (await httpsCallableFromURL(sdk, `${functions.url}/${name}`)(data)).data;
  return {
    send,
    call: async (name, input) => CONTRACTS[name].output.parse(await send(name, input)),
    [Symbol.asyncDispose]: () => deleteApp(app),
  };
}

/** All that a client is told of why it was refused. @throws where it was not, or something else went wrong */
export async function refusalOf(
  calling: Promise<unknown>,
): Promise<{ code: string; message: string; details: unknown }> {
  const answer = await calling.catch((error: unknown) => error);
  if (!(answer instanceof FunctionsError)) throw new Error('It was not refused', { cause: answer });
  const { code, message, details } = answer;
  // The SDK puts the HTTP status behind the message.
  return { code: code.replace('functions/', ''), message: message.replace(/ \[\d{3}\]$/, ''), details };
}
