import type { Argument, Fields, Schema } from './schema.ts';

const required: Argument = { kind: 'string', isRequired: true };
const optional: Argument = { kind: 'string', isRequired: false };
const fields = (entries: Readonly<Record<string, Argument>>): Fields => new Map(Object.entries(entries));
const blocks = (entries: Readonly<Record<string, Argument>>): Argument => ({
  kind: 'blocks',
  isRequired: false,
  fields: fields(entries),
});
const block = (entries: Readonly<Record<string, Argument>>): Argument => ({
  ...blocks(entries),
  kind: 'block',
});

interface Newer {
  /** Why the package of the provider's schema does not have it. */
  readonly why: string;
  readonly fields: Fields;
  readonly attributes: readonly string[];
}

const BETA = 'in google-beta alone, which the package leaves out; the same in 6.50 and 7';

/** What the package does not know, from https://registry.terraform.io/providers/hashicorp/google-beta/latest/docs. */
const NEWER: Readonly<Record<string, Newer>> = {
  google_firebase_project: {
    why: BETA,
    fields: fields({ project: optional }),
    attributes: ['id', 'projectNumber', 'displayName'],
  },
  google_firebase_hosting_site: {
    why: BETA,
    fields: fields({ project: optional, siteId: optional, appId: optional }),
    attributes: ['id', 'name', 'siteId', 'defaultUrl'],
  },
  google_firebase_hosting_version: {
    why: BETA,
    fields: fields({
      siteId: required,
      config: block({
        rewrites: blocks({
          glob: optional,
          regex: optional,
          path: optional,
          function: optional,
          run: block({ serviceId: required, region: optional }),
        }),
        redirects: blocks({
          glob: optional,
          regex: optional,
          statusCode: { kind: 'number', isRequired: true },
          location: required,
        }),
      }),
    }),
    attributes: ['id', 'name', 'versionId'],
  },
  google_firebase_hosting_release: {
    why: BETA,
    fields: fields({
      siteId: required,
      channelId: optional,
      versionName: optional,
      type: optional,
      message: optional,
    }),
    attributes: ['id', 'name', 'releaseId'],
  },
  google_project_service_identity: {
    why: BETA,
    fields: fields({ project: optional, service: required }),
    attributes: ['id', 'email', 'member'],
  },
};

/** The types that are taken on trust, for a test that none of them is there for nothing. */
export const NEWER_TYPES: readonly string[] = Object.keys(NEWER);

export function newerSchema(type: string): Schema | undefined {
  const newer = NEWER[type];
  return (
    newer && {
      fields: newer.fields,
      hasAttribute: ([first]) => first === undefined || newer.attributes.includes(first),
    }
  );
}
