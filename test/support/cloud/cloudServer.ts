import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { GoogleAuth, OAuth2Client } from 'google-auth-library';
import type { SignIn } from '../../../shared/adapters/cloud/signIn.ts';
import { type Answer, cloudAnswers } from './cloudAnswers.ts';
import { healthyProject } from './healthyProject.ts';

export type CloudFault = 'hangs' | 'denied' | 'disabled' | 'noProject' | 'broken' | 'nonsense' | 'closes';

/** Which list a path asks for: the resources below it whose path has this form. */
const LISTS: readonly (readonly [path: RegExp, key: string, below: (path: string) => RegExp])[] = [
  [/\/collectionGroups\/-\/indexes$/, 'indexes', (path) => under(path, /\/indexes$/, '/[^/]+/indexes/[^/]+')],
  [/\/collectionGroups\/-\/fields$/, 'fields', (path) => under(path, /\/fields$/, '/[^/]+/fields/[^/]+')],
  [/^projects\/[^/]+\/locations$/, 'locations', (path) => new RegExp(`^scheduler/${path}/[^/]+$`)],
  [/\/jobs$/, 'jobs', (path) => new RegExp(`^${path}/[^/]+$`)],
  [
    /\/locations\/-\/functions$/,
    'functions',
    (path) => new RegExp(`^${path.replace('/-/', '/[^/]+/')}/[^/]+$`),
  ],
];

const under = (path: string, end: RegExp, form: string): RegExp =>
  new RegExp(`^${path.replace(end, '').replace('/-', '').replace('(default)', '\\(default\\)')}${form}$`);

/**
 * One server for the REST APIs of Pub/Sub, Firestore's administration, Cloud Scheduler and Cloud Functions, as far as
 * one looks at what is set up. It refuses whatever would change something.
 */
export class CloudServer implements AsyncDisposable {
  readonly project = `p-${randomUUID().slice(0, 8)}`;
  readonly accessToken = `ya29.${randomUUID()}`;
  /** By path; a test changes what is wrong. */
  readonly resources = healthyProject(this.project, new Date());
  /** What a page of a list has at most. */
  pageSize = 300;
  /** How far its clock is from this machine's, in milliseconds. */
  aheadMs = 0;
  readonly asked: { method: string; path: string }[] = [];
  readonly #faults: { path: string; fault: CloudFault }[] = [];
  readonly #server = createServer((request, response) => this.#respond(request, response));

  static async start(): Promise<CloudServer> {
    const cloud = new CloudServer();
    await new Promise<void>((resolve) => cloud.#server.listen(0, '127.0.0.1', resolve));
    return cloud;
  }

  get rootUrl(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen');
    return `http://127.0.0.1:${address.port}/`;
  }

  /** A service account that the server knows. */
  readonly signIn: SignIn = async () => {
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: this.accessToken, expiry_date: Date.now() + 3_600_000 });
    return new GoogleAuth({ authClient });
  };

  /** Whatever is asked of paths that have this in them goes wrong. */
  fail(path: string, fault: CloudFault): void {
    this.#faults.push({ path, fault });
  }

  /** The resource, to be changed in place. */
  at(path: string): Record<string, unknown> {
    const found = this.resources.get(`projects/${this.project}/${path}`);
    if (!found) throw new Error(`There is no ${path}`);
    return found;
  }

  remove(path: string): void {
    if (!this.resources.delete(`projects/${this.project}/${path}`)) throw new Error(`There is no ${path}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://cloud');
    const path = decodeURIComponent(url.pathname).replace(/^\/v[12]\//, '');
    const { method = '', headers } = request;
    this.asked.push({ method, path });
    const fault = this.#faults.find((each) => path.includes(each.path))?.fault;
    if (fault === 'hangs') return;
    if (fault === 'closes') return void request.socket.destroy();
    const { status, body } = this.#answer(path, url, { fault, method, authorization: headers.authorization });
    response.writeHead(status, {
      'content-type': 'application/json; charset=UTF-8',
      date: new Date(Date.now() + this.aheadMs).toUTCString(),
    });
    response.end(JSON.stringify(body));
  }

  #answer(
    path: string,
    url: URL,
    {
      fault,
      method,
      authorization,
    }: { fault: CloudFault | undefined; method: string; authorization: string | undefined },
  ): Answer {
    if (authorization !== `Bearer ${this.accessToken}`) return cloudAnswers.unauthenticated();
    if (fault === 'nonsense') return { status: 200, body: { name: 7, jobs: 7, indexes: 7, functions: 7 } };
    if (fault === 'disabled') return cloudAnswers.disabled('a.googleapis.com', this.project);
    if (fault === 'noProject') return cloudAnswers.noProject(this.project);
    if (fault === 'broken') return cloudAnswers.broken();
    if (fault === 'denied' || method !== 'GET') return cloudAnswers.denied(path);
    return this.#subscriptionsOf(path) ?? this.#list(path, url) ?? this.#get(path);
  }

  /** A list of names, and not of resources. */
  #subscriptionsOf(path: string): Answer | undefined {
    const [, topic] = /^(projects\/[^/]+\/topics\/[^/]+)\/subscriptions$/.exec(path) ?? [];
    if (topic === undefined) return undefined;
    const all = [...this.resources].filter(([name]) => name.includes('/subscriptions/'));
    const subscriptions = all.filter(([, json]) => json['topic'] === topic).map(([name]) => name);
    return { status: 200, body: subscriptions.length > 0 ? { subscriptions } : {} };
  }

  #list(path: string, url: URL): Answer | undefined {
    const list = LISTS.find(([form]) => form.test(path));
    if (!list) return undefined;
    const [, key, below] = list;
    const all = [...this.resources].filter(([name]) => below(path).test(name)).map(([, json]) => json);
    const start = Number(url.searchParams.get('pageToken') ?? 0);
    const end = start + this.pageSize;
    const items = all.slice(start, end);
    return {
      status: 200,
      // An empty list is left out of the answer.
      body: {
        ...(items.length > 0 && { [key]: items }),
        ...(end < all.length && { nextPageToken: String(end) }),
      },
    };
  }

  #get(path: string): Answer {
    const found = this.resources.get(path);
    return found ? { status: 200, body: found } : cloudAnswers.missing(path);
  }
}
