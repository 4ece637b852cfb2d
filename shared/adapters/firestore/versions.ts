import {
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  Timestamp,
  type UpdateData,
} from '@google-cloud/firestore';
import { isFailedPrecondition } from './errors.ts';

/** The version of a document: the time of its last write. */
export const versionOf = ({ updateTime }: DocumentSnapshot): string => written(updateTime);

/** Updates the document if it is still of this version; undefined if it was changed or deleted since. */
export async function updateVersion(
  ref: DocumentReference,
  fields: UpdateData<DocumentData>,
  version: string,
): Promise<string | undefined> {
  const [seconds, nanoseconds] = version.split('.').map(Number);
  try {
    const { writeTime } = await ref.update(fields, {
      lastUpdateTime: new Timestamp(seconds ?? 0, nanoseconds ?? 0),
    });
    return written(writeTime);
  } catch (error) {
    if (isFailedPrecondition(error)) return undefined;
    throw error;
  }
}

const written = (time: Timestamp | undefined): string =>
  time ? `${time.seconds}.${time.nanoseconds}` : '0.0';
