import type { Argument, Fields, Schema } from './schema.ts';

const required: Argument = { kind: 'string', isRequired: true };
const optional: Argument = { kind: 'string', isRequired: false };
const fields = (entries: Readonly<Record<string, Argument>>): Fields => new Map(Object.entries(entries));
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
  google_firebase_web_app: {
    why: BETA,
    fields: fields({
      project: optional,
      displayName: required,
      apiKeyId: optional,
      deletionPolicy: optional,
    }),
    attributes: ['id', 'name', 'appId', 'appUrls'],
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
