import { z } from 'zod';
import { callFunction, type Served } from './callFunction.ts';
import type { Stack } from './stack.ts';

const Connection = z.object({ url: z.url() });

/** Does what an agent's browser does: asks to connect, allows it on Google's page, follows the redirect back. */
export async function connectThroughConsent(
  stack: Served & Pick<Stack, 'gmail'>,
  agent: { email: string; idToken: string },
): Promise<Response> {
  const answer = await callFunction(stack, 'connectGmail', { loginHint: agent.email }, agent.idToken);
  const { url } = Connection.parse(answer);
  return fetch(await stack.gmail.oauth.consent(url, { account: agent.email }));
}
