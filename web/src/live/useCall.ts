import { useCallback, useRef, useState } from 'preact/hooks';
import type {
  CallableInput,
  CallableName,
  CallableOutput,
} from '../../../shared/domain/callables/callables.ts';
import { CallFailure, call } from '../firebase/call.ts';

export interface Calling<Name extends CallableName> {
  readonly busy: boolean;
  /** Of the last call, until the next one. */
  readonly failure: CallFailure | undefined;
  /** The answer; undefined where it failed, which `failure` tells then, or where it is asked already. */
  readonly ask: (input: CallableInput<Name>) => Promise<CallableOutput<Name> | undefined>;
  readonly forget: () => void;
}

/** A callable as a component shows it: under way, answered or failed. */
export function useCall<Name extends CallableName>(name: Name): Calling<Name> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure>();
  const isAsked = useRef(false);
  const ask = useCallback(
    async (input: CallableInput<Name>) => {
      if (isAsked.current) return undefined;
      isAsked.current = true;
      setBusy(true);
      setFailure(undefined);
      try {
        return await call(name, input);
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        setFailure(error);
        return undefined;
      } finally {
        isAsked.current = false;
        setBusy(false);
      }
    },
    [name],
  );
  const forget = useCallback(() => setFailure(undefined), []);
  return { busy, failure, ask, forget };
}
