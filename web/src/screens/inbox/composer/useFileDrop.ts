import { useState } from 'preact/hooks';
import { type Files, holdsFiles, pastedFiles } from './useFiles.ts';

/** Files that are dropped on a form, or pasted into it. */
export function useFileDrop(isLocked: boolean, { add, tell }: Files) {
  const [isOver, setOver] = useState(false);
  const isMeant = (event: DragEvent) => !isLocked && holdsFiles(event);
  return {
    isOver: isOver && !isLocked,
    on: {
      onDragOver: (event: DragEvent) => {
        // The browser would open the file in the place of the page.
        if (holdsFiles(event)) event.preventDefault();
        setOver(isMeant(event));
      },
      onDragLeave: ({ relatedTarget, currentTarget }: DragEvent) => {
        const isInside =
          relatedTarget instanceof Node &&
          currentTarget instanceof Node &&
          currentTarget.contains(relatedTarget);
        if (!isInside) setOver(false);
      },
      // Before the editor, which knows nothing of files.
      onDropCapture: (event: DragEvent) => {
        setOver(false);
        if (!holdsFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        if (isMeant(event)) add([...(event.dataTransfer?.files ?? [])]);
      },
      onPasteCapture: (event: ClipboardEvent) => {
        const files = pastedFiles(event);
        if (isLocked) return;
        const isPictured = /<img\b/i.test(event.clipboardData?.getData('text/html') ?? '');
        if (files.length === 0) return tell(isPictured ? PICTURES : undefined);
        event.preventDefault();
        event.stopPropagation();
        add(files);
      },
    },
  };
}

const PICTURES = 'Pictures cannot stand in the text. Attach them as files.';
