import { FileText, X } from 'lucide-preact';
import { IconButton } from '../../../parts/Button.tsx';
import { sizeInWords } from '../../../words/size.ts';
import { heldFiles } from './drafts/addFiles.ts';
import { bytesOf, type DraftFile, MOST_BYTES } from './files.ts';
import './fileList.css';

interface FileListProps {
  readonly files: readonly DraftFile[];
  readonly isLocked: boolean;
  readonly onRemove: (fileId: string) => void;
}

/** The files that go with a mail. */
export function FileList({ files, isLocked, onRemove }: FileListProps) {
  if (files.length === 0) return null;
  const isHeld = files.some(({ fileId }) => heldFiles.value.has(fileId));
  return (
    <div class="file-list">
      <ul class="file-list__files" aria-label="Files">
        {files.map(({ fileId, filename, size }) => (
          <li key={fileId} class="file-list__file">
            <FileText aria-hidden="true" />
            <bdi class="file-list__name" title={filename}>
              {filename}
            </bdi>
            <span class="file-list__size">{sizeInWords(size)}</span>
            {!isLocked && (
              <IconButton label={`Remove ${filename}`} onClick={() => onRemove(fileId)}>
                <X aria-hidden="true" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {files.length > 1 && (
        <p class="file-list__told">
          {sizeInWords(bytesOf(files))} of {sizeInWords(MOST_BYTES)}
        </p>
      )}
      {isHeld && (
        <p class="file-list__told">
          This browser has no room to keep all of these files: they are lost when you leave the page.
        </p>
      )}
    </div>
  );
}
