import { Firestore } from '@google-cloud/firestore';
import { anAddress } from '../support/builders.ts';
import type { Account } from '../support/gmail/account.ts';
import { connectThroughConsent } from '../support/stack/connectThroughConsent.ts';
import { signUp } from '../support/stack/signIn.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Tenants } from '../support/tenants.ts';
import { percentile, type Table } from './table.ts';

const MAILS = 100;
const WARM_UP = 10;
const GMAIL_LATENCIES_MS = [0, 80];

/** From the delivery in Gmail until a listener on Firestore, as an agent's screen has one, sees the message. */
export async function benchLatency(): Promise<Table> {
  const stack = await startStack();
  const db = new Firestore({ projectId: stack.projectId });
  try {
    const rows = [];
    for (const latencyMs of GMAIL_LATENCIES_MS) rows.push(await measure(stack, db, latencyMs));
    return {
      title: 'Notification to stored',
      note: `${MAILS} mails one after the other, each through Pub/Sub, the functions' server and Firestore. Milliseconds.`,
      rows,
    };
  } finally {
    await stack.stop();
    await db.terminate();
  }
}

async function measure(stack: Stack, db: Firestore, latencyMs: number) {
  const { account, contact } = await connectedMailbox(stack, db);
  stack.gmail.latency.set(latencyMs);
  const samples: number[] = [];
  for (let mail = 0; mail < WARM_UP + MAILS; mail += 1) {
    const tookMs = await deliverAndWait(db, account, contact);
    if (mail >= WARM_UP) samples.push(tookMs);
  }
  stack.gmail.latency.clear();
  return {
    'Gmail latency': latencyMs,
    p50: percentile(samples, 0.5),
    p95: percentile(samples, 0.95),
    p99: percentile(samples, 0.99),
  };
}

async function connectedMailbox(stack: Stack, db: Firestore): Promise<{ account: Account; contact: string }> {
  const tenants = new Tenants(db);
  const email = anAddress('agent');
  const { uid, idToken } = await signUp(stack.projectId, email);
  const locationId = await tenants.location();
  await tenants.agent([locationId], { uid, email });
  const contact = anAddress('contact');
  await tenants.contact(locationId, { emails: [contact] });
  const account = stack.gmail.addAccount({ address: email });
  await connectThroughConsent(stack, { email, idToken });
  return { account, contact };
}

async function deliverAndWait(db: Firestore, account: Account, contact: string): Promise<number> {
  const messageId = `${anAddress('mail')}`;
  const seen = Promise.withResolvers<number>();
  const ready = Promise.withResolvers<void>();
  const stop = db
    .collection('messages')
    .where('rfc822MessageId', '==', messageId)
    .onSnapshot(
      (found) => (found.empty ? ready.resolve() : seen.resolve(performance.now())),
      (error) => seen.reject(error),
    );
  await ready.promise;
  const start = performance.now();
  account.deliver({
    from: contact,
    to: account.address,
    subject: 'Bench',
    text: 'Is it still free?',
    messageId,
  });
  const tookMs = (await seen.promise) - start;
  stop();
  return tookMs;
}
