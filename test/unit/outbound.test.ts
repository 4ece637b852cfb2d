import { beforeAll, expect, test } from '@jest/globals';
import { findOutbound, type Outbound } from '../support/findOutbound.ts';

/** Who may reach what. Whatever is not named here reaches nothing: no use case, no page, nothing that reads mail. */
const ALLOWED: readonly (readonly [files: RegExp, by: RegExp])[] = [
  // Google's and GHL's APIs.
  [/^shared\/adapters\/google\/directFetch\.ts$/, /^fetch$/],
  [/^shared\/adapters\/ghl\/ghlOAuth\.ts$/, /^fetch$/],
  [/^shared\/adapters\/gmail\/createGmail\.ts$/, /^googleapis\/build\/src\/apis\/gmail\//],
  [/^shared\/adapters\/google\/addressBook\.ts$/, /^googleapis\/build\/src\/apis\/people\//],
  [/^shared\/adapters\/cloud\/\w+Survey\.ts$/, /^googleapis\/build\/src\/apis\//],
  [/^shared\/adapters\/(?:cloud|google|secrets)\/\w+\.ts$/, /^google-auth-library$/],
  // Our own project's services.
  [/^(?:functions\/(?:app|admin\/examine)\.ts$|shared\/adapters\/firestore\/)/, /^@google-cloud\/firestore$/],
  [/^shared\/adapters\/pubsub\/\w+\.ts$/, /^@google-cloud\/pubsub$/],
  [/^shared\/adapters\/secrets\/secretManagerClient\.ts$/, /^@google-cloud\/secret-manager$/],
  // What answers, and calls nobody; ID tokens are verified with Google's public keys.
  [
    /^functions\/\w+\.ts$/,
    /^(?:@google-cloud\/functions-framework(?:\/testing)?|firebase-(?:admin\/app|functions\/https))$/,
  ],
  [/^functions\/(?:onRequest|serve|admin\/redirectListener)\.ts$/, /^node:http$/],
  // A composer that may open neither files nor addresses, and a parser.
  [/^shared\/adapters\/mime\/composeMail\.ts$/, /^nodemailer\/lib\/mail-composer$/],
  [/^shared\/domain\/content\/addressList\.ts$/, /^nodemailer\/lib\/addressparser$/],
  // A step of the build, which loads our own files.
  [/^functions\/artefact\/warm\.ts$/, /^a module that is not named$/],
  // The operator's browser.
  [/^functions\/admin\/openBrowser\.ts$/, /^node:child_process$/],
];

/** Who makes an address, or takes one apart, and of what. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'functions/config.ts': 'the configuration',
  'functions/route.ts': 'the address of a request, to find its function',
  'functions/admin/redirectListener.ts': 'the address of a request, to read its query',
  'shared/adapters/cloud/readIndexSpecs.ts': 'a file of ours',
  'shared/adapters/ghl/ghlCaller.ts': 'the configured origin, and a path of ours in which ids are encoded',
  'shared/adapters/ghl/ghlOAuth.ts': 'the configured page of consent',
  'shared/adapters/gmail/outgoing.ts': 'the configured origin, and a path of ours',
  'shared/adapters/secrets/secretManagerClient.ts': 'the configured origin',
  'shared/domain/content/emailAddress.ts':
    'the domain of an address, to write it in one way: called is nobody',
  'shared/domain/doctor/judgeConfig.ts': 'the configuration',
  'shared/domain/doctor/judgeJobs.ts': 'what Scheduler calls, to compare it',
};

/** Called, or told to a person. A variable: an emulator's, and the domain of an address that nobody calls. */
const HOSTS = [
  '127.0.0.1',
  'a variable',
  'example.com',
  'gmail.googleapis.com',
  'localhost',
  'marketplace.gohighlevel.com',
  'myaccount.google.com',
  'services.leadconnectorhq.com',
  'www.googleapis.com',
];

let found: Outbound;
beforeAll(() => {
  found = findOutbound();
}, 120_000);

const allows = ([file, by]: readonly [string, string]) =>
  ALLOWED.filter(([files, what]) => files.test(file) && what.test(by));

test('nothing but the named adapters can reach anything outside', () => {
  expect(found.reached.filter((each) => allows(each).length === 0)).toEqual([]);
});

test('nobody is allowed what they do not use', () => {
  const used = new Set(found.reached.flatMap(allows));
  expect(ALLOWED.filter((row) => !used.has(row))).toEqual([]);
});

test('addresses are made of what is configured, in the places that are known', () => {
  expect([...found.addressed].sort()).toEqual(Object.keys(ADDRESSES).sort());
});

test('the hosts that are named in a text are known', () => {
  expect([...found.hosts].sort()).toEqual(HOSTS);
});
