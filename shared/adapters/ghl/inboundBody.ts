import type { GhlEmail } from '../../domain/ghl.ts';

/** The body of `POST /conversations/messages/inbound`, as far as we use it. */
export interface InboundBody {
  readonly type: 'Email' | 'Custom';
  readonly conversationProviderId?: string;
  readonly contactId: string;
  readonly conversationId: string;
  readonly altId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly date: string;
  readonly subject: string;
  readonly html?: string;
  readonly message?: string;
  readonly emailFrom?: string;
  readonly emailTo?: string;
  readonly emailCc: string[];
  readonly emailBcc: string[];
  readonly emailMessageId?: string;
}

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * `direction` is always told: without it GHL takes the email for an outbound one. Of an extra provider the type is
 * `Custom`; as `Email` it would land in the default channel without a word. Attachments stay out: GHL takes URLs only,
 * and ours open to nobody.
 */
export function inboundBody(email: GhlEmail, conversationProviderId: string | null): InboundBody {
  return {
    ...(conversationProviderId === null
      ? { type: 'Email' as const }
      : { type: 'Custom' as const, conversationProviderId }),
    contactId: email.ghlContactId,
    conversationId: email.ghlConversationId,
    altId: email.altId,
    direction: email.direction,
    date: email.sentAt.toISOString(),
    subject: email.subject,
    ...contentOf(email),
    ...(email.from !== '' && { emailFrom: email.from }),
    ...recipientsOf(email),
    ...(email.replyTo !== null && { emailMessageId: email.replyTo }),
  };
}

/** GHL shows HTML, and the text only where there is none. HTML that is too long would be cut inside of its structure. */
function contentOf({ html, text }: GhlEmail): Pick<InboundBody, 'html' | 'message'> {
  const isShown = html !== null && html.trim() !== '' && Buffer.byteLength(html) <= MAX_BODY_BYTES;
  return isShown ? { html } : { message: cut(text) };
}

/** By whole characters. */
function cut(text: string): string {
  if (Buffer.byteLength(text) <= MAX_BODY_BYTES) return text;
  const bytes = Buffer.from(text).subarray(0, MAX_BODY_BYTES);
  return new TextDecoder().decode(bytes, { stream: true });
}

/** GHL takes one address in `emailTo`, and needs one: the others are shown as copies, and where there is none, one of those is not. */
function recipientsOf({ to, cc, bcc }: GhlEmail): Pick<InboundBody, 'emailTo' | 'emailCc' | 'emailBcc'> {
  const [emailTo] = [...to, ...cc, ...bcc];
  const emailCc = [...new Set([...to, ...cc])].filter((each) => each !== emailTo);
  const emailBcc = [...new Set(bcc)].filter((each) => each !== emailTo && !emailCc.includes(each));
  return { ...(emailTo !== undefined && { emailTo }), emailCc, emailBcc };
}
