import libmime from 'libmime';
import { type Address, list, parseAddresses } from './address.ts';
import { headerValues, splitEntity } from './headers.ts';
import { type AnyMail, isRaw, type Mail, type RawMail } from './mail.ts';

/** What threading and search need of a message. */
export interface Envelope {
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string;
  /** Without angle brackets; empty when there is none. */
  readonly messageId: string;
  /** `References` and `In-Reply-To`, without angle brackets. */
  readonly references: readonly string[];
}

export function envelopeOf(mail: AnyMail): Envelope {
  return isRaw(mail) ? ofRaw(mail) : ofMail(mail);
}

function ofMail(mail: Mail): Envelope {
  const given = new Map(
    Object.entries(mail.headers ?? {}).map(([name, value]) => [name.toLowerCase(), list(value)] as const),
  );
  const of = (name: string, value: string | readonly string[] | undefined) => given.get(name) ?? list(value);
  return envelope((name) => {
    switch (name) {
      case 'message-id':
        return of(name, mail.messageId && bracketed(mail.messageId));
      case 'in-reply-to':
        return of(name, mail.inReplyTo && bracketed(mail.inReplyTo));
      case 'references':
        return of(name, list(mail.references).map(bracketed).join(' '));
      case 'subject':
        return of(name, mail.subject);
      default:
        return of(name, mail[name]);
    }
  });
}

function ofRaw(mail: RawMail): Envelope {
  const { headers } = splitEntity(Buffer.from(mail.raw));
  return envelope((name) => headerValues(headers, name));
}

type Name = 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'message-id' | 'in-reply-to' | 'references';

function envelope(of: (name: Name) => readonly string[]): Envelope {
  const people = (name: 'from' | 'to' | 'cc' | 'bcc') =>
    of(name)
      .flatMap(parseAddresses)
      .map((person) => (person.name ? { ...person, name: libmime.decodeWords(person.name) } : person));
  return {
    from: people('from'),
    to: people('to'),
    cc: people('cc'),
    bcc: people('bcc'),
    subject: libmime.decodeWords(of('subject')[0] ?? ''),
    messageId: idsIn(of('message-id')[0] ?? '')[0] ?? '',
    references: [...new Set([...of('references'), ...of('in-reply-to')].flatMap(idsIn))],
  };
}

const idsIn = (text: string): string[] => text.split(/[\s<>]+/).filter((id) => id !== '');

export const bracketed = (ids: string): string =>
  idsIn(ids)
    .map((id) => `<${id}>`)
    .join(' ');
