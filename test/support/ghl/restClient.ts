import type { GhlLocation } from './ghlLocation.ts';
import type { GhlSimulator } from './ghlSimulator.ts';

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** GHL's API without a client: the bare answer, errors too. */
export function restClient(simulator: GhlSimulator, location: GhlLocation) {
  const token = simulator.token(location);
  return async (
    verb: string,
    path: string,
    { json, headers = {} }: { json?: unknown; headers?: Record<string, string> } = {},
  ): Promise<RestAnswer> => {
    const response = await fetch(`${simulator.url}${path}`, {
      method: verb,
      headers: {
        authorization: `Bearer ${token}`,
        version: path.startsWith('/contacts') ? '2021-07-28' : '2021-04-15',
        'content-type': 'application/json',
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
}
