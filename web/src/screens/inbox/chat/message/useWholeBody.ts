import { useCallback, useState } from 'preact/hooks';
import { CallFailure } from '../../../../firebase/call.ts';
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

/** The body of a message that is stored cut, from Gmail once somebody asks for it: its html, else its text. */
export function useWholeBody(messageId: string): AskedBody {
  const [body, setBody] = useState<WholeBody>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ask = useCallback(() => {
    setBusy(true);
    setFailure(undefined);
    fetchBody(messageId, 'html')
      .catch(() => fetchBody(messageId, 'text'))
      .then(setBody, (error) => setFailure(sentenceOf(error)))
      .finally(() => setBusy(false));
  }, [messageId]);
  return { body, busy, failure, ask };
}

const sentenceOf = (error: unknown): string =>
  error instanceof CallFailure ? error.message : 'It could not be shown.';

async function fetchBody(messageId: string, type: WholeBody['type']): Promise<WholeBody> {
  return { type, content: new TextDecoder().decode(await fetchFile(messageId, type)) };
}
