import type { Message } from '../../../../model/message.ts';
import { isShownInside } from '../files/pictures.ts';
import { AttachmentChip } from './AttachmentChip.tsx';
import './attachments.css';

interface AttachmentsProps {
  readonly message: Message;
  /** Whether its html, and what that shows, is not seen. */
  readonly asText: boolean;
}

/** What hangs on a mail; pictures that its html shows are seen there. */
export function Attachments({ message, asText }: AttachmentsProps) {
  const { messageId, attachments, html } = message;
  const showsInside = html !== null && !asText;
  const listed = attachments.filter((each) => !(showsInside && each.inline && isShownInside(each)));
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
