import type { Message } from '../../../../model/message.ts';
import { AttachmentChip } from './AttachmentChip.tsx';
import './attachments.css';

/** What hangs on a mail; pictures that its html shows are seen there. */
export function Attachments({ message }: { readonly message: Message }) {
  const { messageId, attachments, html } = message;
  const listed = attachments.filter(({ inline }) => !inline || html === null);
  if (listed.length === 0) return null;
  return (
    <ul class="attachments" aria-label="Attachments">
      {listed.map((attachment) => (
        <li key={attachment.attachmentId}>
          <AttachmentChip messageId={messageId} attachment={attachment} />
        </li>
      ))}
    </ul>
  );
}
