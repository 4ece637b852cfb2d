import { useCallback, useRef, useState } from 'preact/hooks';
import { CallFailure } from '../../../../firebase/call.ts';
import type { Attachment } from '../../../../model/message.ts';
import { fileNameOf } from '../fileKind.ts';
import { fetchFile } from '../files/fetchFile.ts';
import { openTab, saveFile, showInTab } from '../files/openFile.ts';

interface OpenedAttachment {
  readonly busy: boolean;
  /** Of the last time, as a sentence; the same button tries again. */
  readonly failure: string | undefined;
  readonly open: (type: string) => void;
  readonly save: () => void;
}

/** Gets an attachment's bytes, once, and shows or saves them. */
export function useAttachment(messageId: string, { attachmentId, filename }: Attachment): OpenedAttachment {
  const bytes = useRef<Uint8Array<ArrayBuffer>>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const get = useCallback(
    async (use: (bytes: Uint8Array<ArrayBuffer>) => void, giveUp: () => void) => {
      setBusy(true);
      setFailure(undefined);
      try {
        bytes.current ??= await fetchFile(messageId, attachmentId);
        use(bytes.current);
      } catch (error) {
        giveUp();
        setFailure(error instanceof CallFailure ? error.message : 'It could not be opened. Try again.');
      } finally {
        setBusy(false);
      }
    },
    [messageId, attachmentId],
  );
  const { stem, extension } = fileNameOf(filename);
  const save = () =>
    void get(
      (all) => saveFile(all, `${stem}${extension}`),
      () => {},
    );
  const open = (type: string) => {
    const tab = openTab();
    if (!tab) return save();
    void get(
      (all) => showInTab(tab, all, type),
      () => tab.close(),
    );
  };
  return { busy, failure, open, save };
}
