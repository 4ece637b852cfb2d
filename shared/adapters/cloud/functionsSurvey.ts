import { cloudfunctions } from 'googleapis/build/src/apis/cloudfunctions/index.js';
import { z } from 'zod';
import type { CloudSurvey } from '../../ports/doctor.ts';
import { redact } from '../logging/redact.ts';
import { allPages } from './allPages.ts';
import type { Ask } from './cloudCaller.ts';

/** https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions */
const Functions = z.object({
  nextPageToken: z.string().optional(),
  functions: z
    .array(
      z.object({
        name: z.string(),
        state: z.string().default(''),
        stateMessages: z.array(z.object({ message: z.string().default('') })).default([]),
      }),
    )
    .default([]),
});

type FunctionsSurvey = Pick<CloudSurvey, 'functions'>;

/** Of Cloud Functions, whose names are as we write them: Cloud Run knows them in lower case. */
export function functionsSurvey(
  ask: Ask,
  { project, rootUrl }: { project: string; rootUrl?: string | undefined },
): FunctionsSurvey {
  const { functions } = cloudfunctions({ version: 'v2', ...(rootUrl && { rootUrl }) }).projects.locations;
  const parent = `projects/${project}/locations/-`;
  return {
    async functions(signal) {
      const pages = await allPages((pageToken) =>
        ask({
          of: { api: 'cloudfunctions.googleapis.com', role: 'roles/cloudfunctions.viewer' },
          send: (auth, options) =>
            functions.list({ parent, pageSize: 1_000, ...pageToken, ...(auth && { auth }) }, options),
          answer: Functions,
          signal,
        }),
      );
      return pages.flatMap((each) =>
        each.functions.map(({ name, state, stateMessages }) => ({
          name,
          state,
          messages: stateMessages.map(({ message }) => redact(message)).filter(Boolean),
        })),
      );
    },
  };
}
