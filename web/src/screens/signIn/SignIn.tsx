import { Mail } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { firebase } from '../../firebase/connect.ts';
import { signInAsDemo, signInWithGoogle } from '../../firebase/session.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { Banner } from '../../parts/Banner.tsx';
import { Button } from '../../parts/Button.tsx';
import './signIn.css';

export function SignIn() {
  const { demoAgents, isLocal } = firebase();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const signIn = async (how: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await how();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <main class="sign-in" tabIndex={-1}>
      <div class="sign-in__card">
        <Mail aria-hidden="true" class="sign-in__icon" />
        <h1>Your contacts' mail, in one place</h1>
        <p class="sign-in__words">Sign in to read and answer what your contacts write to you.</p>
        {isLocal ? (
          <ul class="sign-in__agents">
            {demoAgents.map((agent) => (
              <li key={agent.uid}>
                <button
                  type="button"
                  class="sign-in__agent"
                  disabled={busy}
                  onClick={() => signIn(() => signInAsDemo(agent))}
                >
                  <Avatar name={agent.name} />
                  <span>
                    <strong>{agent.name}</strong>
                    <br />
                    {agent.email}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <Button look="primary" busy={busy} onClick={() => signIn(signInWithGoogle)}>
            Sign in with Google
          </Button>
        )}
        {problem && <Banner tone="bad">{problem}</Banner>}
      </div>
    </main>
  );
}

const PROBLEMS: Readonly<Record<string, string>> = {
  'auth/popup-closed-by-user': 'The window was closed before you were signed in.',
  'auth/popup-blocked': 'Your browser blocked the sign-in window. Allow windows of this site, and try again.',
  'auth/network-request-failed': 'Google cannot be reached. Check your connection, and try again.',
  'auth/user-disabled': 'This account is disabled. Ask whoever runs this system.',
  'auth/unauthorized-domain':
    "This address is not among the project's authorised domains (Firebase console > Authentication > Settings).",
};

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return PROBLEMS[code] ?? 'You could not be signed in. Try again.';
}
