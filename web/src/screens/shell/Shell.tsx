import { useEffect, useRef } from 'preact/hooks';
import { lazy, Route, Router, useLocation } from 'preact-iso';
import { useLocations } from '../../live/locations.ts';
import { clearToasts } from '../../parts/Toasts.tsx';
import { Inbox } from '../inbox/Inbox.tsx';
import { Navigation } from './Navigation.tsx';
import { ReturnFromConsent } from './ReturnFromConsent.tsx';
import { ScreenBoundary } from './ScreenBoundary.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';
import { StandingNotices } from './StandingNotices.tsx';
import './shell.css';
import { Unloaded } from './Unloaded.tsx';
import { useScreenFocus } from './useScreenFocus.ts';

const unloaded = () => Unloaded;
const Contacts = lazy(() =>
  import('../contacts/Contacts.tsx').then(({ Contacts }) => Contacts).catch(unloaded),
);
const MissingMail = lazy(() =>
  import('../missing/MissingMail.tsx').then(({ MissingMail }) => MissingMail).catch(unloaded),
);
const Settings = lazy(() =>
  import('../settings/Settings.tsx').then(({ Settings }) => Settings).catch(unloaded),
);

/** What is around every screen: where one can go, and what one has to know wherever one is. */
export function Shell() {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const focusScreen = useScreenFocus(main);
  // Known from one screen to the next.
  useLocations();
  // What was told to whoever leaves is not told to the next one.
  useEffect(() => clearToasts, []);
  return (
    <div class="shell">
      <a class="shell__skip" href="#main">
        Skip to the content
      </a>
      <Navigation />
      <div class="shell__body">
        <StandingNotices />
        <ReturnFromConsent />
        <main ref={main} id="main" class="shell__main" tabIndex={-1}>
          <ScreenBoundary path={path}>
            <Router onRouteChange={focusScreen}>
              <Route path="/" component={Home} />
              <Route path="/inbox/:conversationId?" component={Inbox} />
              <Route path="/contacts/:contactId?" component={Contacts} />
              <Route path="/missing" component={MissingMail} />
              <Route path="/settings/:section?/:locationId?" component={Settings} />
              <Route default component={Home} />
            </Router>
          </ScreenBoundary>
        </main>
      </div>
      <SignOutDialog />
    </div>
  );
}

function Home() {
  const { route } = useLocation();
  useEffect(() => route(`/inbox${location.search}`, true), [route]);
  return null;
}
