import { useEffect, useRef } from 'preact/hooks';
import Squire from 'squire-rte';
import { htmlOf, trimmed } from './prose.ts';
import { proseIn } from './proseDom.ts';
import { purified } from './purified.ts';
import './editor.css';

interface EditorProps {
  readonly label: string;
  readonly placeholder: string;
  /** What stands in it at first. */
  readonly html: string;
  readonly isLocked: boolean;
  readonly onChange: (html: string) => void;
  /** Once it can be used; undefined once it cannot any longer. */
  readonly onReady: (squire: Squire | undefined) => void;
  /** Why it cannot be sent as it is. */
  readonly problemId: string | undefined;
}

/** Keys that Squire gives a meaning that our toolbar does not have, or that lead out of the field by rights. */
const UNUSED = ['Tab', 'Shift-Tab', 'PageUp', 'PageDown', 'd', 'Shift-5', 'Shift-6', 'Shift-7'];

/** The browser knows no field of its own for formatted text. One that cannot be written in is read all the same. */
const FIELD = { role: 'textbox', 'aria-multiline': true, tabIndex: 0, spellcheck: true } as const;

/** Where a mail is written. What is in it is the editor's alone, until it is drawn anew. */
export function Editor({ label, placeholder, html, isLocked, onChange, onReady, problemId }: EditorProps) {
  const root = useRef<HTMLDivElement>(null);
  const latest = useRef({ onChange, onReady });
  latest.current = { onChange, onReady };
  const begun = useRef(html);
  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const squire = edit(element, begun.current);
    const written = () => htmlOf(trimmed(proseIn(element)));
    let before = written();
    const tell = () => {
      showWhetherEmpty(element);
      const now = written();
      // Squire tells of each change of the element, also where nobody has written anything.
      if (now !== before) latest.current.onChange(now);
      before = now;
    };
    squire.addEventListener('input', tell);
    showWhetherEmpty(element);
    latest.current.onReady(squire);
    return () => {
      latest.current.onReady(undefined);
      squire.destroy();
    };
  }, []);
  useEffect(() => {
    root.current?.setAttribute('contenteditable', String(!isLocked));
  }, [isLocked]);
  const told = {
    'aria-label': label,
    'aria-readonly': isLocked,
    'aria-invalid': problemId !== undefined,
    'aria-describedby': problemId,
    'data-placeholder': placeholder,
  };
  // What Squire does with a key, it does whether or not the browser lets anybody write.
  const keepOut = (event: Event) => {
    if (isLocked) event.stopPropagation();
  };
  return (
    <div onKeyDownCapture={keepOut} onPasteCapture={keepOut} onCutCapture={keepOut} onDropCapture={keepOut}>
      <div ref={root} class="editor" {...FIELD} {...told} />
    </div>
  );
}

function edit(element: HTMLElement, html: string): Squire {
  const squire = new Squire(element, { sanitizeToDOMFragment: purified, didError: reportError });
  for (const key of UNUSED)
    for (const modifier of ['', 'Ctrl-', 'Meta-']) squire.setKeyHandler(modifier + key, null);
  squire.setHTML(html);
  squire.moveCursorToEnd();
  return squire;
}

function showWhetherEmpty(element: HTMLElement): void {
  const isEmpty = element.textContent === '' && !element.querySelector('li, blockquote');
  element.toggleAttribute('data-empty', isEmpty);
}
