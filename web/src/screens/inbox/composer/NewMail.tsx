import { useEffect } from 'preact/hooks';
import { currentAgent } from '../../../firebase/session.ts';
import { Dialog } from '../../../parts/Dialog.tsx';
import { toast } from '../../../parts/Toasts.tsx';
import { closeNew, composing } from './composing.ts';
import { isEmpty } from './drafts/draft.ts';
import { draftOf } from './drafts/draftStore.ts';
import { newMailPlace } from './sending/place.ts';
import { UnloadedForm } from './UnloadedForm.tsx';
import { useLater } from './useLater.ts';
import './newMail.css';

const loadForm = () => import('./NewMailForm.tsx').then(({ NewMailForm }) => NewMailForm);

/** The window in which a new mail is written, while one is; and what is left of mails that were being sent. */
export function NewMail() {
  const forWhom = composing.value;
  const { uid } = currentAgent();
  const form = useLater(forWhom !== null, loadForm);
  useEffect(() => {
    const resume = async () => {
      const { resumeSending } = await import('./sending/resume.ts');
      await resumeSending(uid);
      // Whoever is offline later can write all the same.
      await loadForm();
    };
    // Nobody waits for it: what is shown comes first. Where it cannot be loaded, the next page does it.
    const timer = setTimeout(() => resume().catch(() => {}), 1_000);
    return () => clearTimeout(timer);
  }, [uid]);
  // The next one who signs in begins with nothing open.
  useEffect(() => closeNew, []);
  if (forWhom === null) return null;
  const close = () => {
    const { draft } = draftOf(newMailPlace(uid, forWhom.contact?.contactId)).peek();
    if (draft && !isEmpty(draft) && !draft.attempt) toast('Your draft is kept.');
    closeNew();
  };
  return (
    <Dialog title="New mail" onClose={close}>
      <div class="new-mail">
        {form.state === 'loading' && <p class="new-mail__loading" role="status" aria-label="Loading" />}
        {form.state === 'failed' && (
          <p role="alert">
            <UnloadedForm onAgain={form.again} />
          </p>
        )}
        {form.state === 'ready' && (
          <form.value key={forWhom.contact?.contactId} forWhom={forWhom} uid={uid} onDone={closeNew} />
        )}
      </div>
    </Dialog>
  );
}
