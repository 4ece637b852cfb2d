import { z } from 'zod';
import { advice, emailAddress, line, mailboxId, messageId } from './fields.ts';

/** Gmail's: https://support.google.com/mail/answer/22839 */
const MAX_RECIPIENTS = 500;

/** Bytes of all attachments together, also Gmail's: https://support.google.com/mail/answer/6584 */
const MAX_ATTACHED = 25_000_000;

/** Of base64, with its padding. */
const bytesOf = (base64: string): number => Math.floor((base64.replace(/=+$/, '').length * 3) / 4);

/** A bare address, or one with the person's name. */
const recipient = z.union([
  emailAddress.transform((address) => ({ name: '', address })),
  z.strictObject({ name: line(200).default(''), address: emailAddress }),
]);

const recipients = z.array(recipient).max(MAX_RECIPIENTS, `are more than ${MAX_RECIPIENTS}`).default([]);

const attachment = z.strictObject({
  filename: line(255).trim().min(1, 'is empty'),
  mimeType: z
    .string()
    .regex(/^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/, 'is not a type such as application/pdf')
    .default('application/octet-stream'),
  /** The bytes. */
  data: z.base64('is not base64'),
});

export const sendMessage = {
  input: z
    .strictObject({
      mailboxId,
      /** Chosen by the client, one for each mail: a repeat with the same one sends nothing twice. */
      requestId: z.string().regex(/^[\w.:-]{8,128}$/, 'is not 8 to 128 letters, digits, or one of _.:-'),
      /** The mailbox's own address or a verified alias of it; its own where none is given. */
      from: emailAddress.optional(),
      to: recipients,
      cc: recipients,
      bcc: recipients,
      /** Of a reply, unless given: the subject that it answers, with `Re:`. */
      subject: line(900).optional(),
      text: z.string().optional(),
      html: z.string().optional(),
      attachments: z.array(attachment).max(100, 'are more than 100').default([]),
      /** The message that it answers, of any mailbox of the agent's locations. */
      replyToMessageId: messageId.optional(),
    })
    .superRefine(({ to, cc, bcc, subject, text, html, attachments, replyToMessageId }, context) => {
      const count = to.length + cc.length + bcc.length;
      if (count === 0) context.addIssue({ code: 'custom', path: ['to'], message: 'nobody is to receive it' });
      if (count > MAX_RECIPIENTS) {
        const message = `${count} recipients are more than the ${MAX_RECIPIENTS} that Gmail allows`;
        context.addIssue({ code: 'custom', path: ['to'], message });
      }
      const attached = attachments.reduce((sum, { data }) => sum + bytesOf(data), 0);
      if (attached > MAX_ATTACHED) {
        const message = `together are ${(attached / 1e6).toFixed(1)} MB, and Gmail takes ${MAX_ATTACHED / 1e6} MB`;
        context.addIssue({ code: 'custom', path: ['attachments'], message });
      }
      if (subject === undefined && replyToMessageId === undefined)
        context.addIssue({ code: 'custom', path: ['subject'], message: 'is missing' });
      if (text === undefined && html === undefined && attachments.length === 0)
        context.addIssue({ code: 'custom', path: ['text'], message: 'give text, html or attachments' });
    }),
  output: z.strictObject({
    /** Of the sent mail, one for each location; empty where nobody in it is a contact, or it is still to be stored. */
    messageIds: z.array(z.string()).readonly(),
    gmailId: z.string(),
    threadId: z.string(),
    advice: advice.exactOptional(),
  }),
};
