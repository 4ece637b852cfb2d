import { useState } from 'preact/hooks';
import { Button } from '../../../../parts/Button.tsx';
import { focusAround } from '../focusAround.ts';
import { Linked } from './Linked.tsx';
import './textBody.css';

/** Characters that are shown before somebody asks for all of it. */
const SHOWN = 4_000;

interface TextBodyProps {
  readonly text: string;
  /** Where the quoted rest begins. */
  readonly quotedFrom: number | null;
}

export function TextBody({ text, quotedFrom }: TextBodyProps) {
  const [showsQuote, setShowsQuote] = useState(false);
  const own = quotedFrom === null ? text : text.slice(0, quotedFrom);
  const quoted = quotedFrom === null ? '' : text.slice(quotedFrom);
  return (
    <div class="text-body">
      <LongText text={own.trimEnd()} />
      {quoted.trim() !== '' && (
        <Button look="quiet" aria-expanded={showsQuote} onClick={() => setShowsQuote(!showsQuote)}>
          {showsQuote ? 'Hide quoted text' : 'Show quoted text'}
        </Button>
      )}
      {showsQuote && <LongText text={quoted.trim()} isQuote />}
    </div>
  );
}

function LongText({ text, isQuote = false }: { readonly text: string; readonly isQuote?: boolean }) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? text : text.slice(0, SHOWN);
  return (
    <>
      <p class={isQuote ? 'text-body__words text-body__words--quoted' : 'text-body__words'} dir="auto">
        <Linked text={shown} />
        {shown.length < text.length && '…'}
      </p>
      {shown.length < text.length && (
        <Button
          look="quiet"
          onClick={({ currentTarget }) => {
            focusAround(currentTarget, 'article');
            setShowsAll(true);
          }}
        >
          Show all of it
        </Button>
      )}
    </>
  );
}
