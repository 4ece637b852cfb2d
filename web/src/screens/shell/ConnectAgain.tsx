import { useGmailConsent } from '../../live/useConsent.ts';
import { Button } from '../../parts/Button.tsx';

interface ConnectAgainProps {
  readonly words: string;
  /** The address that Google's page is to propose. */
  readonly loginHint?: string;
}

/** Straight to Google's page. */
export function ConnectAgain({ words, loginHint }: ConnectAgainProps) {
  const { busy, problem, go } = useGmailConsent(loginHint === undefined ? {} : { loginHint });
  return (
    <>
      {problem && (
        <span role="alert" class="standing-notices__problem">
          {problem}
        </span>
      )}
      <Button busy={busy} onClick={go}>
        {words}
      </Button>
    </>
  );
}
