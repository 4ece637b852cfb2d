import type { HistoryFetchId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/jobs.ts';
import type { Agent, Contact } from '../../shared/domain/tenancy.ts';
import { fetchContactHistory, type HistoryAnswer } from '../../shared/sync/history/fetchContactHistory.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import type { Mail } from './gmail/mail.ts';
import { aScene } from './scene.ts';
import type { World } from './world.ts';

export type HistoryScene = Awaited<ReturnType<typeof aHistoryScene>>;

/** A scene whose mailbox has mail from before it was connected, which only a fetch of the history brings. */
export async function aHistoryScene(world: World) {
  const scene = await aScene(world);
  const queued: Job[] = [];
  const app: World['app'] = { ...world.app, jobs: { publish: async (job) => void queued.push(job) } };
  const ask = async (by: { agent?: Agent; contact?: Contact; before?: Date } = {}) => {
    const { agent = scene.agent, contact = scene.contact, before = null } = by;
    return fetchContactHistory(app, { agent, contactId: contact.contactId, before });
  };
  /** What is on the topic, one after the other, until nothing is. */
  const runJobs = async () => {
    for (let job = queued.shift(); job; job = queued.shift()) await runJob(app, job);
  };
  return {
    ...scene,
    app,
    queued,
    ask,
    runJobs,
    /** Asks, has the jobs run, and asks for nothing more: what the fetch's document says in the end. */
    async fetched(by: Parameters<typeof ask>[0] = {}) {
      const answer = known(await ask(by));
      await runJobs();
      return this.fetchOf(answer.jobId);
    },
    async fetchOf(jobId: HistoryFetchId) {
      const fetch = await app.histories.readFetch(jobId);
      if (!fetch) throw new Error('There is no such fetch');
      return fetch;
    },
    /** Mails of the past, the first the oldest, a minute apart. */
    past: (count: number, mailOf: (index: number) => Partial<Mail> = () => ({})) =>
      scene.account.seed(count, (index) => ({
        ...scene.aMail,
        subject: `Mail ${index}`,
        date: new Date(Date.UTC(2025, 0, 1, 9, index)),
        ...mailOf(index),
      })),
    storedIds: async () =>
      (await world.store.messages(scene.locationId)).map((message) => message.emailMessageId).sort(),
  };
}

export function known(answer: HistoryAnswer | 'unknown'): HistoryAnswer {
  if (answer === 'unknown') throw new Error('The contact is unknown');
  return answer;
}
