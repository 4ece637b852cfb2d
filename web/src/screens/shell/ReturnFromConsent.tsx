import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { toast } from '../../parts/Toasts.tsx';

/** Google's consent page leads back with the outcome in the address: it is told once, and taken out of it. */
export function ReturnFromConsent() {
  const { path, query, route } = useLocation();
  const { gmail } = query;
  useEffect(() => {
    if (gmail === undefined) return;
    if (gmail === 'connected') toast('Gmail is connected. Your newest mail is on its way.');
    else toast('Gmail was not connected. Try again in the settings.', 'bad');
    route(path === '/inbox' || path === '/' ? '/settings' : path, true);
  }, [gmail, path, route]);
  return null;
}
