import { type Configuration, isBody, type Value } from './configuration.ts';

/** Roles on one thing, by what they are given on. Roles on the whole project are in the tables of roles.tf alone. */
const ON_ONE: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_service_iam_member: ['roles/run.invoker'],
  google_pubsub_topic_iam_member: ['roles/pubsub.publisher'],
  google_pubsub_subscription_iam_member: ['roles/pubsub.subscriber'],
  google_secret_manager_secret_iam_member: [
    'roles/secretmanager.secretAccessor',
    'roles/secretmanager.secretVersionManager',
  ],
};
/** Roles on the project, by the table that gives them. No function needs more than the database. */
const ON_PROJECT: Readonly<Record<string, readonly string[]>> = {
  roles: ['roles/datastore.user'],
  builder_roles: ['roles/artifactregistry.writer', 'roles/logging.logWriter', 'roles/storage.objectViewer'],
  operator_roles: [
    'roles/cloudfunctions.viewer',
    'roles/cloudscheduler.viewer',
    'roles/datastore.user',
    'roles/iam.securityReviewer',
    'roles/logging.viewer',
    'roles/monitoring.viewer',
    'roles/pubsub.publisher',
    'roles/pubsub.subscriber',
    'roles/pubsub.viewer',
    'roles/serviceusage.serviceUsageConsumer',
  ],
};
const FROM_TABLES = ['each.key', 'each.value.role'].map((expression) => `\${${expression}}`);
/** Too much for anybody: a whole project, all of its secrets, or leave to become somebody else. */
const FORBIDDEN = /^roles\/(owner|editor|viewer|secretmanager\..*|iam\.serviceAccount.*|.*[aA]dmin)$/;

/** Where browsers and GHL are let in: for each of `local.public`. */
const PUBLIC = 'google_cloud_run_service_iam_member.public';
const ANYBODY = /^all(Authenticated)?Users$/;

/** Roles that are not in a table, or that are too much, and who is let in that should not be. */
export function checkRoles({ blocks, locals }: Configuration): readonly string[] {
  const given = Object.entries(ON_PROJECT).map(([table, listed]) => {
    return { table, listed, roles: rolesIn(locals[table] ?? null) };
  });
  const wide = given.flatMap(({ roles }) => roles).filter((role) => FORBIDDEN.test(role));
  return [
    ...given.flatMap(({ table, listed, roles }) => [
      ...roles.filter((role) => !listed.includes(role)).map((role) => `${table}: ${role} is not needed`),
      ...listed.filter((role) => !roles.includes(role)).map((role) => `${table}: ${role} is missing`),
    ]),
    ...blocks
      .filter(({ address, body }) => ANYBODY.test(String(body['member'])) && address !== PUBLIC)
      .map(({ address }) => `${address} lets everybody in`),
    ...wide.map((role) => `${role} on the whole project is too much`),
    ...blocks
      .filter(({ type, isData }) => !isData && /_iam_(member|binding|policy)$/.test(type))
      .flatMap(({ address, type, body }) => {
        const role = String(body['role']);
        const fits =
          type === 'google_project_iam_member' ? FROM_TABLES.includes(role) : ON_ONE[type]?.includes(role);
        return fits ? [] : [`${address}: ${role} is not in the table of roles`];
      }),
  ];
}

function rolesIn(value: Value): readonly string[] {
  if (typeof value === 'string') return value.startsWith('roles/') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each: Value) => rolesIn(each));
  return isBody(value) ? Object.values(value).flatMap(rolesIn) : [];
}
