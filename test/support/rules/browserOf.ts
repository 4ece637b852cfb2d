import type { Agent } from '../../../shared/domain/tenancy.ts';
import { signUp } from '../stack/signIn.ts';
import type { World } from '../world.ts';
import { type Browser, openBrowser } from './browser.ts';

/** The agent's browser, which the emulators know as they know everybody's. Its queries have to have their indexes, too. */
export async function browserOf(world: World, { uid, email }: Agent): Promise<Browser> {
  const projectId = world.app.config.GOOGLE_CLOUD_PROJECT;
  const { idToken } = await signUp(projectId, email, uid);
  return openBrowser(projectId, idToken, world.firestore.host);
}
