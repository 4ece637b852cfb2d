import { useCallback, useState } from 'preact/hooks';
import { TEXT_BYTES } from '../../../../../../shared/domain/content/limits.ts';
import { CallFailure } from '../../../../firebase/call.ts';
import type { Message } from '../../../../model/message.ts';
import { fetchFile } from '../files/fetchFile.ts';

export interface WholeBody {
  readonly type: 'html' | 'text';
  readonly content: string;
}

interface AskedBody {
  readonly body: WholeBody | undefined;
  readonly busy: boolean;
  readonly failure: string | undefined;
  readonly ask: () => void;
}

/** The server cuts text that is longer. */
const isCut = (text: string): boolean =>
  text.length * 3 >= TEXT_BYTES && new Blob([text]).size > TEXT_BYTES - 1_000;

/** The body of a message that is stored cut, from Gmail once somebody asks for it: its html, else its text. */
export function useWholeBody({ messageId, html, text }: Message): AskedBody {
  const [first, second] =
    html === null && isCut(text) ? (['text', 'html'] as const) : (['html', 'text'] as const);
  const [body, setBody] = useState<WholeBody>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ask = useCallback(() => {
    setBusy(true);
    setFailure(undefined);
    fetchBody(messageId, first)
      .catch(() => fetchBody(messageId, second))
      .then(setBody, (error) => setFailure(sentenceOf(error)))
      .finally(() => setBusy(false));
  }, [messageId, first, second]);
  return { body, busy, failure, ask };
}

const sentenceOf = (error: unknown): string =>
  error instanceof CallFailure ? error.message : 'It could not be shown.';

async function fetchBody(messageId: string, type: WholeBody['type']): Promise<WholeBody> {
  return { type, content: new TextDecoder().decode(await fetchFile(messageId, type)) };
}
