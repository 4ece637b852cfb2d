import { applied } from './applied.ts';
import { type Finding, listed, ok, warning, wrong } from './finding.ts';

interface IndexField {
  readonly fieldPath: string;
  readonly order?: string | undefined;
  readonly arrayConfig?: string | undefined;
}

/** A composite index. */
export interface IndexSpec {
  readonly collectionGroup: string;
  readonly queryScope: string;
  readonly fields: readonly IndexField[];
}

/** How a field is indexed by itself, where that is not as usual. */
export interface FieldSpec {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly ttl: boolean;
  /** How often it is indexed. */
  readonly indexes: number;
}

/** What `terraform/firestore.indexes.json` asks for. */
export interface IndexSpecs {
  readonly indexes: readonly IndexSpec[];
  readonly fields: readonly FieldSpec[];
}

export interface IndexFacts extends IndexSpec {
  readonly state: string;
}

export interface FieldFacts {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  /** Null where it has none. */
  readonly ttlState: string | null;
  /** How often it is indexed; null where that is as usual. */
  readonly indexes: number | null;
}

const FILE = 'terraform/firestore.indexes.json';
const NAME = '__name__';

const buildIndexes = (project: string): string => applied(project, 'google_firestore_index.this');
const setFields = (project: string): string => applied(project, 'google_firestore_field.this');

/** Whether every query that needs a composite index has it. */
export function judgeIndexes(
  specs: readonly IndexSpec[],
  existing: readonly IndexFacts[],
  project: string,
): Finding {
  const check = 'indexes';
  const states = new Map(existing.map((index) => [keyOf(index), index.state]));
  const missing = specs.filter((spec) => !states.has(keyOf(spec)));
  if (missing.length > 0)
    return wrong(
      check,
      `${missing.length} of the ${specs.length} of ${FILE} are missing, and queries fail: ${listed(missing.map(nameOf), 20)}`,
      buildIndexes(project),
    );
  const broken = specs.filter((spec) => states.get(keyOf(spec)) === 'NEEDS_REPAIR');
  if (broken.length > 0)
    return wrong(
      check,
      `${listed(broken.map(nameOf))} could not be built`,
      `gcloud firestore indexes composite list --project=${project}, delete those that need repair, then ${buildIndexes(project)}`,
    );
  const building = specs.filter((spec) => states.get(keyOf(spec)) !== 'READY');
  if (building.length > 0)
    return wrong(
      check,
      `${listed(building.map(nameOf))} still being built: queries fail until then`,
      `wait: gcloud firestore operations list --project=${project}`,
    );
  return ok(check, `all ${specs.length} are ready`);
}

/** Firestore ends every index with the document's name, in the direction of what is before it. */
function keyOf({ collectionGroup, queryScope, fields }: IndexSpec): string {
  const last = fields.at(-1);
  const direction = fields.at(-2)?.order ?? 'ASCENDING';
  const told = last?.fieldPath === NAME && last.order === direction ? fields.slice(0, -1) : fields;
  return JSON.stringify([collectionGroup, queryScope, ...told.map(fieldOf)]);
}

const fieldOf = ({ fieldPath, order, arrayConfig }: IndexField): string =>
  `${fieldPath.replaceAll('`', '')} ${order ?? arrayConfig ?? ''}`;

const nameOf = ({ collectionGroup, fields }: IndexSpec): string =>
  `${collectionGroup}(${fields.map(({ fieldPath }) => fieldPath).join(', ')})`;

/** Whether what expires is deleted, and whether what nobody asks for is left out of the indexes. */
export function judgeFields(
  specs: readonly FieldSpec[],
  existing: readonly FieldFacts[],
  project: string,
): readonly Finding[] {
  const found = new Map(existing.map((field) => [pathOf(field), field]));
  const expiring = specs.filter(({ ttl }) => ttl);
  const stateOf = (field: FieldSpec) => found.get(pathOf(field))?.ttlState ?? null;
  const without = expiring.filter((field) => stateOf(field) === null);
  const broken = expiring.filter((field) => stateOf(field) === 'NEEDS_REPAIR');
  const indexed = specs.filter((field) => found.get(pathOf(field))?.indexes !== field.indexes);
  return [
    judgeTtl({ expiring, without, broken }, project),
    indexed.length === 0
      ? ok('index exemptions', `all ${specs.length} are there`)
      : warning(
          'index exemptions',
          `${listed(indexed.map(pathOf))} not indexed as ${FILE} says: writes cost more, and long ones may be refused`,
          setFields(project),
        ),
  ];
}

interface Expiring {
  readonly expiring: readonly FieldSpec[];
  readonly without: readonly FieldSpec[];
  readonly broken: readonly FieldSpec[];
}

function judgeTtl({ expiring, without, broken }: Expiring, project: string): Finding {
  const check = 'TTL policies';
  if (without.length > 0)
    return wrong(
      check,
      `none for ${listed(without.map(pathOf), 20)}: these documents stay for ever`,
      setFields(project),
    );
  const [first] = broken;
  if (first)
    return wrong(
      check,
      `could not be set for ${listed(broken.map(pathOf))}`,
      `gcloud firestore fields ttls update ${first.fieldPath} --collection-group=${first.collectionGroup} --enable-ttl --project=${project}`,
    );
  return ok(check, `all ${expiring.length} are there`);
}

const pathOf = ({ collectionGroup, fieldPath }: Pick<FieldSpec, 'collectionGroup' | 'fieldPath'>): string =>
  `${collectionGroup}.${fieldPath.replaceAll('`', '')}`;
