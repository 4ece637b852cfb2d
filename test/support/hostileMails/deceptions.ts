import { EVIL, type HostileMail } from './hostileMail.ts';

/** Turns what follows, so that its end is read first. */
const TURN = '\u202e';

/** Mails that want to be taken for something else. */
export const DECEPTIONS: readonly HostileMail[] = [
  {
    name: 'an address as a name',
    fromName: 'security@bank.example',
    subject: `${TURN}esaelp ,ni gol`,
    text: `Go to https://bank.example@evil.example/login or https://b\u0430nk.example/ now.`,
  },
  {
    name: 'links that lie',
    html: `<a href="${EVIL}/login">https://www.bank.example/login</a> <a href="https://xn--bnk-6cd.example/">bank.example</a> <a href="https://bank.example@evil.example/">www.bank.example</a>`,
  },
  {
    name: 'files that are something else',
    text: 'Your invoice.',
    attachments: [
      { filename: `invoice${TURN}fdp.exe`, mimeType: 'application/pdf' },
      {
        filename: 'photo.png                                                        .scr',
        mimeType: 'image/png',
      },
      { filename: 'page.html', mimeType: 'text/html' },
      { filename: 'drawing.svg', mimeType: 'image/svg+xml' },
      { filename: '../../etc/passwd', mimeType: 'text/plain' },
      { filename: '\u0000\u0007', mimeType: 'application/octet-stream' },
      { filename: `${'long '.repeat(60)}.pdf.js`, mimeType: 'application/pdf' },
    ],
  },
  {
    name: 'a name that turns the line',
    fromName: `Ann ${TURN}moc.knab@ecivres\u2066\u2067\u2068`,
    subject: `Hello\u0000\u0007\u200b${TURN}`,
    text: `${TURN}txt.exe\u2066 is not what it seems`,
  },
];
