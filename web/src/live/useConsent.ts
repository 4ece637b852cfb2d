import { useEffect, useState } from 'preact/hooks';
import { CallFailure, call } from '../firebase/call.ts';
import { returnTo } from './returnTo.ts';

export interface Consent {
  /** From the click until the browser is on Google's page. */
  readonly busy: boolean;
  /** Why that page could not be asked for. */
  readonly problem: string | undefined;
  readonly go: () => Promise<void>;
}

/** Leads to Google's page and back: to `path`, or to where it was asked for. */
export function useGmailConsent(ask: { readonly loginHint?: string; readonly path?: string } = {}): Consent {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    // Whoever comes back by "Back" may get this very page, as it was left.
    const wake = () => setBusy(false);
    window.addEventListener('pageshow', wake);
    return () => window.removeEventListener('pageshow', wake);
  }, []);
  const go = async () => {
    const { loginHint, path = location.pathname } = ask;
    setBusy(true);
    setProblem(undefined);
    try {
      const { url } = await call('connectGmail', { ...(loginHint && { loginHint }), ...returnTo(path) });
      location.assign(url);
    } catch (error) {
      setBusy(false);
      setProblem(error instanceof CallFailure ? error.message : 'Something went wrong. Try again.');
    }
  };
  return { busy, problem, go };
}
