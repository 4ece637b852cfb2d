import { useEffect, useState } from 'preact/hooks';
import { type FoundContacts, findContacts } from './findContacts.ts';
import type { Live } from './live.ts';
import { useLive } from './useLive.ts';

const PAUSE_MS = 150;

/** The contacts of some locations that are meant by what is typed, live; loading while somebody types. */
export function useContactSearch(typed: string, locationIds: readonly string[]): Live<FoundContacts> {
  const meant = typed.trim();
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(meant), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [meant]);
  const isAsked = meant !== '' && meant === settled && locationIds.length > 0;
  const key = isAsked ? `${locationIds.join(' ')} ${meant}` : null;
  return useLive(key, findContacts(meant, locationIds));
}
