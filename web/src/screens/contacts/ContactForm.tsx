import { Plus, X } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { rememberSearch } from '../../live/begunSearches.ts';
import { useCall } from '../../live/useCall.ts';
import { Banner } from '../../parts/Banner.tsx';
import { Button, IconButton } from '../../parts/Button.tsx';
import { TextField } from '../../parts/Field.tsx';
import './contactForm.css';
import { contactProblems, NO_PROBLEMS } from './contactProblems.ts';
import { TakenAddress } from './TakenAddress.tsx';

interface ContactFormProps {
  readonly locationId: string;
  /** Of the contact that is changed; none for a new one. */
  readonly contactId?: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly onSaved: (contactId: string) => void;
  readonly onCancel: () => void;
}

let lastRow = 0;
const rowOf = (value: string) => ({ key: ++lastRow, value });

/** A contact's name and all of its addresses. */
export function ContactForm({ locationId, contactId, onSaved, onCancel, ...before }: ContactFormProps) {
  const [name, setName] = useState(before.name);
  const [rows, setRows] = useState(() => (before.emails.length > 0 ? before.emails : ['']).map(rowOf));
  const [asked, setAsked] = useState<readonly number[]>([]);
  const { busy, failure, ask, forget } = useCall('saveContact');
  const form = useRef<HTMLFormElement>(null);
  const problems = failure ? contactProblems(failure, asked) : NO_PROBLEMS;
  useEffect(() => focusOn(form.current, 'input'), []);
  useEffect(() => {
    if (failure) focusOn(form.current, '[aria-invalid="true"]');
  }, [failure]);
  const change = (next: typeof rows) => {
    forget();
    setRows(next);
  };
  const add = () => {
    change([...rows, rowOf('')]);
    setTimeout(() => focusOn(form.current, '.contact-form__address input', -1));
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const sent = rows.flatMap(({ value }, index) => (value.trim() === '' ? [] : [index]));
    setAsked(sent);
    const emails = sent.flatMap((index) => rows[index]?.value ?? []);
    const saved = await ask({ locationId, name, emails, ...(contactId !== undefined && { contactId }) });
    if (!saved) return;
    if (saved.jobId !== undefined) rememberSearch(saved.contactId, saved.jobId);
    onSaved(saved.contactId);
  };
  return (
    <form ref={form} class="contact-form" onSubmit={save} noValidate>
      <TextField
        label="Name"
        error={problems.name}
        value={name}
        onValue={(value) => {
          forget();
          setName(value);
        }}
        attributes={{ autocomplete: 'off', maxLength: 200 }}
      />
      {rows.map(({ key, value }, index) => (
        <div key={key} class="contact-form__address">
          <TextField
            label={rows.length === 1 ? 'Address' : `Address ${index + 1}`}
            error={problems.emails.get(index)}
            type="email"
            value={value}
            onValue={(typed) => change(rows.map((row) => (row.key === key ? { key, value: typed } : row)))}
            attributes={{ autocomplete: 'off', autocapitalize: 'none', spellcheck: false }}
          />
          {rows.length > 1 && (
            <IconButton
              label={`Remove address ${index + 1}`}
              onClick={() => change(rows.filter((row) => row.key !== key))}
            >
              <X aria-hidden="true" />
            </IconButton>
          )}
        </div>
      ))}
      <div>
        <Button look="quiet" onClick={add}>
          <Plus size={16} aria-hidden="true" />
          Another address
        </Button>
      </div>
      {problems.taken && <TakenAddress {...problems.taken} />}
      {problems.other && <Banner tone="bad">{problems.other}</Banner>}
      <p class="contact-form__hint">
        Older mail with a new address is looked for by itself. Mail that is here stays, whatever address you
        take away.
      </p>
      <div class="contact-form__actions">
        <Button type="submit" look="primary" busy={busy}>
          Save
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

/** The first of them; with -1, the last. */
function focusOn(form: HTMLFormElement | null, selector: string, index = 0): void {
  const found = [...(form?.querySelectorAll(selector) ?? [])].at(index);
  if (found instanceof HTMLElement) found.focus();
}
