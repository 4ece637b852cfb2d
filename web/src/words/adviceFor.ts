import { errorAdvice } from '../../../shared/domain/advice/failureAdvice.ts';
import { SYNC_ERROR_CODES, type SyncErrorCode } from '../../../shared/domain/syncError.ts';

/** What a failure that a document tells by its code means to an agent, and what they can do about it. */
export const adviceFor = (code: string): string => errorAdvice(isKnown(code) ? code : 'unexpected');

const isKnown = (code: string): code is SyncErrorCode => SYNC_ERROR_CODES.some((known) => known === code);
