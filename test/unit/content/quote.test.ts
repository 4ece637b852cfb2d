import { describe, expect, test } from '@jest/globals';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { gmailMessage, html, text } from '../../support/payload.ts';

const bodyOf = (written: string) => readContent(gmailMessage({}, text(written))).body;
const HEADER = 'On Mon, Nov 2, 2026 at 10:00 AM Ann Archer <ann@x.com> wrote:';

/** What an inbox shows at first, and what it folds away. */
function folded(written: string) {
  const { text: whole, quotedFrom } = bodyOf(written);
  return quotedFrom === null ? null : { shown: whole.slice(0, quotedFrom), rest: whole.slice(quotedFrom) };
}

describe('the quoted rest of a reply', () => {
  test.each([
    ['English, with marks', `${HEADER}\n> old\n> older`],
    ['English, without marks', `${HEADER}\n\nold\n\nolder`],
    ['English, without a blank line', `${HEADER}\nold`],
    ['a reply to a reply', `${HEADER}\n> new\n>\n> ${HEADER}\n>> old`],
    ['a header over two lines', `${HEADER.replace('Archer ', 'Archer\n')}\n> old`],
    ['a header broken inside the address', `${HEADER.replace('<ann', '<\nann')}\n> old`],
    ['German', 'Am Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Ann <ann@x.de>:\n\n> alt'],
    ['French', 'Le lun. 2 nov. 2026 à 10:00, Ann <ann@x.fr> a écrit :\n\n> vieux'],
    ['Spanish', 'El lun, 2 nov 2026 a las 10:00, Ann (<ann@x.es>) escribió:\n\n> viejo'],
    ['Dutch', 'Op ma 2 nov. 2026 om 10:00 schreef Ann <ann@x.nl>:\n> oud'],
    ['Chinese', '在 2026年11月2日，Ann <ann@x.cn> 写道：\n\n> 旧'],
    ['Outlook', '-----Original Message-----\nFrom: Ann\nSent: Monday\nSubject: Doors\n\nold'],
    ['Outlook 365', 'From: Ann <ann@x.com>\nSent: Monday\nTo: Bob\nSubject: Doors\n\nold'],
    ['bold labels', '*From:* Ann <ann@x.com>\n*Sent:* Monday\n*To:* Bob\n*Subject:* Doors\n\nold'],
    ['marks alone', '> old\n> older'],
  ])('%s is folded', (_, quote) => {
    expect(folded(`Yes, please.\nBob\n\n${quote}`)).toEqual({ shown: 'Yes, please.\nBob\n\n', rest: quote });
  });

  test('the signature above the quote is folded with it', () => {
    const rest = `Sent from my iPhone\n\n${HEADER}\n> old`;
    expect(folded(`Yes.\n\n${rest}`)).toEqual({ shown: 'Yes.\n\n', rest });
  });

  test.each(['-- \nBob Baker\nBaker Ltd', 'Best regards,\nBob', 'Sent from my iPhone'])(
    'a signature without a quote is folded: %s',
    (signature) => {
      expect(folded(`Hello Ann,\nyes.\n\n${signature}`)).toEqual({
        shown: 'Hello Ann,\nyes.\n\n',
        rest: signature,
      });
    },
  );

  test('a long text below a line of dashes is no signature', () => {
    expect(folded(`Part 1\n---\n${'More to read.\n'.repeat(30)}`)).toBeNull();
  });

  test('the place is counted in UTF-16 units, so that an emoji is two', () => {
    expect(bodyOf(`😀\n${HEADER}\n> old`).quotedFrom).toBe(3);
  });

  test('the text made of html is folded as well', () => {
    const reply = `<div>Yes</div><div>${HEADER.replace('<', '&lt;').replace('>', '&gt;')}</div><blockquote>old</blockquote>`;
    const { body } = readContent(gmailMessage({}, html(reply)));
    expect(body.text.slice(0, body.quotedFrom ?? 0).trim()).toBe('Yes');
    expect(body.html).toContain('old');
  });
});

describe('what the sender wants to show', () => {
  const FORWARD = 'From: Ann <ann@x.com>\nDate: Monday\nSubject: Doors\nTo: <bob@x.com>\n\nThe offer';
  test.each([
    ['a new mail', 'Hello Ann,\n\nsee you on Monday.'],
    ['nothing', ''],
    ['answers between the quotes', `${HEADER}\n> Monday?\nNo.\n> Tuesday?\nYes.`],
    ['an answer below the quote', `${HEADER}\n> Monday?\n\nYes.`],
    ['a quote and nothing else', `${HEADER}\n> Monday?`],
    ['a bare forward', `---------- Forwarded message ---------\n${FORWARD}`],
    ['a forward with a note', `FYI\n\n---------- Forwarded message ---------\n${FORWARD}`],
    ['a German forward', `Zur Info\n\n---------- Weitergeleitete Nachricht ---------\n${FORWARD}`],
    ["Apple's forward", `FYI\n\nBegin forwarded message:\n\n${FORWARD}`],
    ["Outlook's bare forward", FORWARD],
    ["a form's message", 'New enquiry\n\nFrom: Ann <ann@x.com>\nPhone: 123\nMessage: Call me'],
    ['prose that sounds like a header', 'On the one hand he wrote\nto us.\nOn the other hand: nothing.'],
    ['a header with nothing below it', `Hello\n\n${HEADER}`],
    ['prices with dollars', "On sale: $1, $& and $'\nBob wrote:\n> $$\nYes, $`."],
  ])('%s is not folded', (_, written) => {
    expect(bodyOf(written).quotedFrom).toBeNull();
  });

  test('after answers between quotes only the rest that is quoted to the end is folded', () => {
    const answers = '> Monday?\nNo.\n> Tuesday?\nYes.\n\n';
    expect(folded(`${answers}${HEADER}\n> old`)?.shown).toBe(answers);
  });

  test('a Dutch paragraph that begins like a header is kept', () => {
    const header = 'Op ma 2 nov. 2026 om 10:00 schreef Ann <ann@x.nl>:';
    expect(folded(`Op vrijdag kom ik.\n\nTot dan.\n\n${header}\n> oud:\n`)?.shown).toBe(
      'Op vrijdag kom ik.\n\nTot dan.\n\n',
    );
  });
});

describe('looking for the quote in 200 KB', () => {
  test.each([
    ['quote marks', '>'],
    ['lines of quote marks', '>\n'],
    ['headers', `${HEADER}\n`],
    ['beginnings of headers', 'On Mon, Nov 2, 2026 '],
    ['headers that would multiply the text', "On $' $' wrote:\nx\n"],
    ['Dutch beginnings', 'Op x schreef \n'],
    ['Danish beginnings', 'abc. x skrev x\n'],
    ['blank lines', '\n'],
    ['dashes', '-'],
    ['separators', '--\n'],
    ['senders', 'From: a <b>\n'],
    ['lines that end like headers', `${'1'.repeat(50)}${'from'.repeat(12)}${'<'.repeat(90)}x>\n`],
    ['forwards', '----- a b c'],
  ])('of %s takes no more than a few seconds of work', (_, piece) => {
    const written = `Hi\n\n${piece.repeat(200_000 / piece.length)}\nbye`;
    const started = process.cpuUsage();
    bodyOf(written);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
  });

  test('of a long thread finds its beginning', () => {
    const thread = `${HEADER}\n> old\n\n`.repeat(3_000);
    expect(folded(`Yes\n\n${thread}`)?.shown).toBe('Yes\n\n');
  });
});
