import { z } from 'zod';
import { type ApiAnswer, type ApiCall, parseBody } from './apiCall.ts';
import { ghlErrors } from './ghlError.ts';
import type { InboundAnswer, InboundBody } from './wireTypes.ts';

const addresses = z.array(z.string()).exactOptional();
const text = z.string().exactOptional();

const INBOUND: z.ZodType<InboundBody> = z.object({
  type: z.enum(['Email', 'Custom']),
  conversationId: z.string().min(1),
  contactId: z.string().min(1),
  conversationProviderId: text,
  html: text,
  message: text,
  subject: text,
  emailFrom: text,
  emailTo: text,
  emailCc: addresses,
  emailBcc: addresses,
  emailMessageId: text,
  altId: text,
  direction: z.enum(['inbound', 'outbound']).exactOptional(),
  date: z.iso.datetime({ offset: true }).exactOptional(),
  attachments: z.array(z.url()).exactOptional(),
});

/** Logs an email that was sent or received elsewhere. */
export function addInbound({ location, body }: ApiCall): ApiAnswer {
  const { emailMessageId, ...asked } = parseBody(INBOUND, body);
  location.contact(asked.contactId);
  const conversation = location.conversation(asked.conversationId);
  if (conversation.contactId !== asked.contactId) throw ghlErrors.notTogether();
  if (asked.type === 'Custom') {
    const { conversationProviderId } = asked;
    // Neither stored nor refused: https://github.com/GoHighLevel/highlevel-api-docs/issues/70
    if (conversationProviderId === undefined) return { status: 201 };
    if (!location.providers.has(conversationProviderId)) throw ghlErrors.invalidProvider();
  }
  if (location.traps.storesNothing > 0) {
    location.traps.storesNothing -= 1;
    const nothing: InboundAnswer = {
      success: true,
      message: 'Message queued',
      conversationId: conversation.id,
    };
    return { body: nothing };
  }
  const email = location.log(emailOf(asked, location.now()), emailMessageId);
  const answer: InboundAnswer = {
    success: true,
    conversationId: conversation.id,
    messageId: email.messageId,
    emailMessageId: email.emailId,
    message: 'Message added',
    contactId: email.contactId,
    dateAdded: email.date.toISOString(),
  };
  return { body: answer };
}

function emailOf(asked: Omit<InboundBody, 'emailMessageId'>, now: Date) {
  return {
    conversationId: asked.conversationId,
    contactId: asked.contactId,
    type: asked.type === 'Custom' ? ('Custom' as const) : ('Email' as const),
    altId: asked.altId,
    direction: asked.direction ?? 'outbound',
    date: asked.date === undefined ? now : new Date(asked.date),
    subject: asked.subject,
    html: asked.html,
    message: asked.message,
    from: asked.emailFrom,
    to: asked.emailTo,
    cc: asked.emailCc ?? [],
    bcc: asked.emailBcc ?? [],
    // With the type `Email` a provider is passed over in silence.
    conversationProviderId: asked.type === 'Custom' ? asked.conversationProviderId : undefined,
  };
}
