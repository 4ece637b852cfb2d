import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Banner } from '../../parts/Banner.tsx';
import { PutAway } from '../../parts/PutAway.tsx';
import { toast } from '../../parts/Toasts.tsx';
import { ConnectAgain } from './ConnectAgain.tsx';
import { type ConsentWords, consentWords } from './consentWords.ts';

interface Refused extends ConsentWords {
  readonly of: 'gmail' | 'ghl';
}

const refused = signal<Refused | null>(null);

function putAway(): void {
  refused.value = null;
}

/**
 * Google's page, and GoHighLevel's, lead back with the outcome in the address: it is taken out of it, and told. What is
 * well is told briefly, the rest until it is put away.
 */
export function ReturnFromConsent() {
  const { path, query, route } = useLocation();
  const { gmail, ghl, reason } = query;
  useEffect(() => {
    const told = consentWords({ gmail, ghl, reason });
    if (!told) return;
    if (told.tone === 'good') toast(`${told.title}. ${told.words}`);
    refused.value = told.tone === 'good' ? null : { ...told, of: gmail === undefined ? 'ghl' : 'gmail' };
    route(path, true);
  }, [gmail, ghl, reason, path, route]);
  useEffect(() => putAway, []);
  const told = refused.value;
  if (!told) return null;
  return (
    <Banner
      tone={told.tone === 'warn' ? 'warn' : 'bad'}
      action={
        <>
          {told.again && told.of === 'gmail' && <ConnectAgain words="Try again" />}
          <PutAway onClick={putAway} />
        </>
      }
    >
      <strong>{told.title}.</strong> {told.words}
    </Banner>
  );
}
