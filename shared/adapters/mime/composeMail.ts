import type { Participant } from '../../domain/message.ts';
import type { OutgoingMail } from '../../domain/outgoing/outgoingMail.ts';

/** Would have its bytes taken for parts of this mail; as a mere file it arrives as it is. */
const COMPOSITE = /^(?:message|multipart)\//i;

/**
 * The mail as RFC 2822 bytes, `Bcc` included: Gmail sends to whom the headers name, and takes it out for the others.
 * Nothing is loaded from a file or an address, whatever the texts look like.
 */
export async function composeMail(mail: OutgoingMail): Promise<Uint8Array> {
  const { rfc822MessageId, inReplyTo, references, attachments, ...rest } = mail;
  // With the first mail: it takes longer than anything else at the start of a function, and most never send.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const root = new MailComposer({
    ...rest,
    from: person(rest.from),
    to: rest.to.map(person),
    cc: rest.cc.map(person),
    bcc: rest.bcc.map(person),
    subject: oneLine(rest.subject),
    messageId: bracketed(rfc822MessageId),
    ...(inReplyTo !== undefined && { inReplyTo: bracketed(inReplyTo) }),
    ...(references.length > 0 && { references: references.map(bracketed) }),
    attachments: attachments.map(({ filename, mimeType, data }) => ({
      filename: oneLine(filename),
      contentType: COMPOSITE.test(mimeType) ? 'application/octet-stream' : mimeType,
      content: Buffer.from(data, 'base64'),
      // Text as well: its line ends are the file's own.
      contentTransferEncoding: 'base64',
    })),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  root.keepBcc = true;
  return root.build();
}

/** Whatever a reader of the mail could take for the end of a line: the next one would be a header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

const person = ({ name, address }: Participant) => ({ name: oneLine(name), address });

const bracketed = (id: string): string => `<${id.replace(/[^!-;=?-~]/g, '')}>`;
