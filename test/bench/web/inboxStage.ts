import { Firestore } from '@google-cloud/firestore';
import type { Browser } from 'playwright-core';
import type { LocationId } from '../../../shared/domain/ids.ts';
import { launchBrowser } from '../../support/browser/launchBrowser.ts';
import { signedInState } from '../../support/browser/signedIn.ts';
import { anAddress } from '../../support/builders.ts';
import { freePort } from '../../support/emulators/ports.ts';
import { startHosting } from '../../support/hosting/startHosting.ts';
import { loadRules } from '../../support/rules/loadRules.ts';
import { aProjectId } from '../../support/stack/environment.ts';
import { signUp } from '../../support/stack/signIn.ts';
import { startAuth } from '../../support/stack/startAuth.ts';
import { Tenants } from '../../support/tenants.ts';
import { BareTab } from './bareTab.ts';

export interface InboxStage {
  readonly url: string;
  readonly db: Firestore;
  readonly locationId: LocationId;
  /** In which the location's agent is signed in. */
  newTab(): Promise<BareTab>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** An agent's inbox on emulators, as Hosting serves it, with the rules in force; nothing is called, and no mail comes. */
export async function startInboxStage(folder: string): Promise<InboxStage> {
  const projectId = aProjectId();
  const [auth, rules, browser] = await Promise.all([
    startAuth(projectId),
    loadRules(projectId),
    launchBrowser(),
  ]);
  const functionsUrl = `http://127.0.0.1:${await freePort()}`;
  const firestoreHost = process.env['FIRESTORE_EMULATOR_HOST'] ?? '';
  const hosting = await startHosting({ projectId, functionsUrl, authHost: auth.host, firestoreHost, folder });
  const db = new Firestore({ projectId });
  const tenants = new Tenants(db);
  const email = anAddress('agent');
  const { uid } = await signUp(projectId, email, undefined, auth.host);
  const locationId = await tenants.location();
  await tenants.agent([locationId], { uid, email });
  return {
    url: hosting.url,
    db,
    locationId,
    newTab: () => newTab(browser, hosting.url, email),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await hosting.stop();
      await Promise.all([auth.stop(), rules.cleanup(), db.terminate()]);
    },
  };
}

async function newTab(browser: Browser, url: string, email: string): Promise<BareTab> {
  const { origins } = await signedInState(url, email);
  const tab = await BareTab.open(browser);
  const kept = JSON.stringify(origins.flatMap(({ localStorage }) => localStorage));
  await tab.goto(`${url}/robots.txt`);
  await tab.waitFor('pre');
  await tab.evaluate(`for (const { name, value } of ${kept}) localStorage.setItem(name, value)`);
  return tab;
}
