import { signal } from '@preact/signals';
import { keepFocus } from './keepFocus.ts';
import { PutAway } from './PutAway.tsx';
import './toasts.css';

interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly words: string;
}

const SHOWN_MS = 5_000;
/** A letter. */
const READING_MS = 50;

const toasts = signal<readonly Toast[]>([]);
let nextId = 0;

/** Says briefly what came of something; what went wrong stays until it is put away. */
export function toast(words: string, tone: Toast['tone'] = 'good'): void {
  const id = nextId++;
  toasts.value = [...toasts.value, { id, tone, words }];
  if (tone === 'good') setTimeout(() => putAway(id), SHOWN_MS + words.length * READING_MS);
}

function putAway(id: number): void {
  const hasFocus = document.activeElement?.closest('.toasts') ?? false;
  toasts.value = toasts.value.filter((each) => each.id !== id);
  if (hasFocus) keepFocus();
}

export function clearToasts(): void {
  toasts.value = [];
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, tone, words }) => (
        <div key={id} class={`toast toast--${tone}`}>
          <span>{words}</span>
          <PutAway onClick={() => putAway(id)} />
        </div>
      ))}
    </div>
  );
}
