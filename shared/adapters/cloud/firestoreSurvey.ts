import { firestore } from 'googleapis/build/src/apis/firestore/index.js';
import { z } from 'zod';
import type { CloudSurvey } from '../../ports/doctor.ts';
import { allPages } from './allPages.ts';
import type { Ask } from './cloudCaller.ts';

const Database = z.object({ type: z.string().default(''), locationId: z.string().default('') });

const fields = z
  .array(
    z.object({
      fieldPath: z.string(),
      order: z.string().optional(),
      arrayConfig: z.string().optional(),
    }),
  )
  .default([]);
const page = { nextPageToken: z.string().optional() };

/** https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.indexes */
const Indexes = z.object({
  ...page,
  indexes: z
    .array(z.object({ name: z.string(), queryScope: z.string(), state: z.string().default(''), fields }))
    .default([]),
});

/** https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.fields */
const Fields = z.object({
  ...page,
  fields: z
    .array(
      z.object({
        name: z.string(),
        indexConfig: z
          .object({
            usesAncestorConfig: z.boolean().default(false),
            indexes: z.array(z.unknown()).default([]),
          })
          .optional(),
        ttlConfig: z.object({ state: z.string().default('') }).optional(),
      }),
    )
    .default([]),
});

const PAGE = 300;
/** The API lists no others. */
const TOLD_OTHERWISE = 'indexConfig.usesAncestorConfig:false OR ttlConfig:*';

type FirestoreSurvey = Pick<CloudSurvey, 'database' | 'indexes' | 'fields'>;

/** Firestore's Admin API, which no emulator has. */
export function firestoreSurvey(
  ask: Ask,
  { project, rootUrl }: { project: string; rootUrl?: string | undefined },
): FirestoreSurvey {
  const { databases } = firestore({ version: 'v1', ...(rootUrl && { rootUrl }) }).projects;
  const of = { api: 'firestore.googleapis.com', role: 'roles/datastore.viewer' };
  const name = `projects/${project}/databases/(default)`;
  const parent = `${name}/collectionGroups/-`;
  return {
    async database(signal) {
      const found = await ask({
        of,
        send: (auth, options) => databases.get({ name, ...(auth && { auth }) }, options),
        answer: Database,
        signal,
      });
      return found ? { type: found.type, location: found.locationId } : null;
    },

    async indexes(signal) {
      const pages = await allPages((pageToken) =>
        ask({
          of,
          send: (auth, options) =>
            databases.collectionGroups.indexes.list(
              { parent, pageSize: PAGE, ...pageToken, ...(auth && { auth }) },
              options,
            ),
          answer: Indexes,
          signal,
        }),
      );
      return pages.flatMap(({ indexes }) =>
        indexes.map((index) => ({ ...index, collectionGroup: partOf(index.name, 'collectionGroups') })),
      );
    },

    async fields(signal) {
      const pages = await allPages((pageToken) =>
        ask({
          of,
          send: (auth, options) =>
            databases.collectionGroups.fields.list(
              { parent, filter: TOLD_OTHERWISE, pageSize: PAGE, ...pageToken, ...(auth && { auth }) },
              options,
            ),
          answer: Fields,
          signal,
        }),
      );
      return pages.flatMap((each) =>
        each.fields.map(({ name: full, indexConfig, ttlConfig }) => ({
          collectionGroup: partOf(full, 'collectionGroups'),
          fieldPath: partOf(full, 'fields'),
          ttlState: ttlConfig?.state ?? null,
          indexes: indexConfig && !indexConfig.usesAncestorConfig ? indexConfig.indexes.length : null,
        })),
      );
    },
  };
}

const partOf = (name: string, collection: string): string => {
  const parts = name.split('/');
  return parts[parts.indexOf(collection) + 1] ?? '';
};
