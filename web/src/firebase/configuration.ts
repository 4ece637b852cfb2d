import * as z from 'zod/mini';

/** As Firebase Hosting serves it; https://firebase.google.com/docs/hosting/reserved-urls */
const Configuration = z.object({
  projectId: z.string(),
  apiKey: z.string(),
  authDomain: z.exactOptional(z.string()),
  appId: z.exactOptional(z.string()),
  /** Only where everything runs on one machine: the emulators answer on the page's own origin. */
  emulators: z.exactOptional(z.boolean()),
  demoAgents: z.exactOptional(z.array(z.object({ uid: z.string(), name: z.string(), email: z.string() }))),
});
export type Configuration = z.infer<typeof Configuration>;
export type DemoAgent = NonNullable<Configuration['demoAgents']>[number];

/** @throws Error where the page is served by something that does not know its Firebase project */
export async function readConfiguration(): Promise<Configuration> {
  const response = await fetch('/__/firebase/init.json');
  if (!response.ok) throw new Error(`This site has no Firebase configuration (${response.status}).`);
  return Configuration.parse(await response.json());
}
