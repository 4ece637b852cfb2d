import { Download, ExternalLink } from 'lucide-preact';
import type { Attachment } from '../../../../model/message.ts';
import { IconButton } from '../../../../parts/Button.tsx';
import { sizeInWords } from '../../../../words/size.ts';
import { type FileName, fileKindOf, fileNameOf, openableType } from '../fileKind.ts';
import { FileIcon } from './FileIcon.tsx';
import { useAttachment } from './useAttachment.ts';

/** What the server fetches at most. */
const MOST_BYTES = 25_000_000;

interface AttachmentChipProps {
  readonly messageId: string;
  readonly attachment: Attachment;
}

/** A file: pressed, it is shown in a tab if it is harmless, and saved if not. */
export function AttachmentChip({ messageId, attachment }: AttachmentChipProps) {
  const { busy, failure, open, save } = useAttachment(messageId, attachment);
  const name = fileNameOf(attachment.filename);
  const kind = fileKindOf(attachment);
  const isTooLarge = attachment.size > MOST_BYTES;
  const type = openableType(attachment);
  const doing = type === null ? 'Download' : 'Open';
  return (
    <div class="attachment" aria-busy={busy}>
      <button
        type="button"
        class="attachment__file"
        disabled={busy || isTooLarge}
        onClick={type === null ? save : () => open(type)}
      >
        {busy ? <span class="attachment__busy" /> : <FileIcon kind={kind} />}
        <span class="only-heard">{doing}</span>
        <Name {...name} isProgram={kind === 'program'} />
        <span class="attachment__size">{sizeInWords(attachment.size)}</span>
        {type === null ? (
          <Download aria-hidden="true" class="attachment__doing" />
        ) : (
          <ExternalLink aria-hidden="true" class="attachment__doing" />
        )}
      </button>
      {type !== null && (
        <IconButton
          label={`Download ${name.stem}${name.extension}`}
          disabled={busy || isTooLarge}
          onClick={save}
        >
          <Download aria-hidden="true" />
        </IconButton>
      )}
      {busy && (
        <span class="only-heard" role="status">
          Loading
        </span>
      )}
      {kind === 'program' && (
        <p class="attachment__note">This is a program. Run it only if you know why you got it.</p>
      )}
      {isTooLarge && <p class="attachment__note">Larger than {sizeInWords(MOST_BYTES)}: open it in Gmail.</p>}
      {failure && (
        <p class="attachment__failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

/** However long it is, its end is seen: the end decides what a computer does with it. */
function Name({ stem, extension, isProgram }: FileName & { readonly isProgram: boolean }) {
  return (
    <span class="attachment__name">
      <bdi class="attachment__stem">{stem}</bdi>
      <bdi class={isProgram ? 'attachment__end attachment__end--program' : 'attachment__end'}>
        {extension}
      </bdi>
    </span>
  );
}
