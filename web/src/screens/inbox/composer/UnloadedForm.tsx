import { Button } from '../../../parts/Button.tsx';

/** In the place of a form whose script did not come. Drafts are kept, so that the page can be loaded anew. */
export function UnloadedForm({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <>
      The form could not be loaded. You may be offline, or there is a newer version of this page.{' '}
      <Button onClick={onAgain}>Try again</Button> <Button onClick={() => location.reload()}>Reload</Button>
    </>
  );
}
