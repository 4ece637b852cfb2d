import { applied } from './applied.ts';
import { plainName } from './expected.ts';
import { type Finding, listed, notChecked, ok, wrong } from './finding.ts';
import { shortName } from './judgeTopics.ts';

export interface FunctionFacts {
  /** Full. */
  readonly name: string;
  readonly state: string;
  readonly messages: readonly string[];
}

const CHECK = 'functions';
/** From what `npm run build` has made. */
const deploy = (project: string): string => applied(project, 'google_cloudfunctions2_function.this');

/** Whether all functions are deployed, where any is. */
export function judgeFunctions(
  expected: readonly string[],
  deployed: readonly FunctionFacts[],
  project: string,
): Finding {
  const found = new Map(deployed.map((each) => [plainName(shortName(each.name)), each]));
  const missing = expected.filter((name) => !found.has(plainName(name)));
  if (missing.length === expected.length)
    return notChecked(CHECK, `none of ours is deployed to Cloud Functions in project ${project}`);
  if (missing.length > 0)
    return wrong(
      CHECK,
      `${missing.length} of ${expected.length} are not deployed: ${listed(missing, 20)}`,
      deploy(project),
    );
  const ours = expected.flatMap((name) => found.get(plainName(name)) ?? []);
  const unready = ours.filter(({ state }) => state !== 'ACTIVE');
  const [first] = unready;
  if (!first) return ok(CHECK, `all ${expected.length} are deployed and active`);
  const told = unready.map(({ name, state, messages }) =>
    [`${shortName(name)} is ${state.toLowerCase()}`, ...messages].join(': '),
  );
  const location = /\/locations\/([^/]+)\//.exec(first.name)?.[1] ?? 'REGION';
  const mend = `gcloud functions logs read ${shortName(first.name)} --region=${location} --project=${project}, then ${deploy(project)}`;
  return wrong(CHECK, listed(told, 20), mend);
}
