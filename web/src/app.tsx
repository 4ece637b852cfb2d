import { CloudOff, UserX } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { LocationProvider } from 'preact-iso';
import { session, signOut, startSession } from './firebase/session.ts';
import { Button } from './parts/Button.tsx';
import { Notice } from './parts/Notice.tsx';
import { Toasts } from './parts/Toasts.tsx';
import { Shell } from './screens/shell/Shell.tsx';
import { Starting } from './screens/shell/Starting.tsx';
import { SignIn } from './screens/signIn/SignIn.tsx';

/** What is shown depends first of all on who looks. */
export function App() {
  useEffect(() => {
    void startSession();
  }, []);
  return (
    <LocationProvider>
      <Gate />
      <Toasts />
    </LocationProvider>
  );
}

function Gate() {
  const now = session.value;
  switch (now.state) {
    case 'starting':
      return <Starting />;
    case 'failed':
      return (
        <Notice
          icon={CloudOff}
          title="The inbox cannot start"
          action={<Button onClick={() => location.reload()}>Try again</Button>}
        >
          <p>{now.message}</p>
        </Notice>
      );
    case 'signedOut':
      return <SignIn />;
    case 'stranger':
      return (
        <Notice
          icon={UserX}
          title="You are not an agent yet"
          action={<Button onClick={signOut}>Sign in as somebody else</Button>}
        >
          <p>
            You are signed in as <strong>{now.email || now.uid}</strong>. Ask whoever runs this system to add
            you to a location, with this id: <code>{now.uid}</code>. This page goes on by itself then.
          </p>
        </Notice>
      );
    case 'signedIn':
      return <Shell key={now.agent.uid} />;
    default:
      return now satisfies never;
  }
}
