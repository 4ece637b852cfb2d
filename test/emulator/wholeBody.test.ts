import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getAttachment } from '../../shared/sync/agents/getAttachment.ts';
import type { AnyMail } from '../support/gmail/mail.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const LONG_TEXT = Array.from({ length: 40_000 }, (_, line) => `Line ${line}: Grüße`).join('\n');
const LONG_HTML = Array.from({ length: 30_000 }, (_, line) => `<p>Line <b>${line}</b></p>`).join('');

/** A stored mail, and how its agent asks for its body. */
async function aMailOf(mail: (scene: Awaited<ReturnType<typeof aScene>>) => AnyMail) {
  const scene = await aScene(world);
  scene.account.deliver(mail(scene));
  await scene.push(scene.account.historyId);
  scene.account.usage.reset();
  const [message] = await world.store.messages(scene.locationId);
  if (!message) throw new Error('No message');
  const get = async (attachmentId: 'text' | 'html') => {
    const { agent } = scene;
    const answer = await getAttachment(world.app, { agent, messageId: message.messageId, attachmentId });
    if (answer === 'unknown' || answer.outcome !== 'given') return answer;
    return { ...answer, data: Buffer.from(answer.data, 'base64').toString() };
  };
  return { ...scene, message, get };
}

describe('the whole body of a message that is stored cut', () => {
  test('is its text to the last line, for one get', async () => {
    const { message, get, account } = await aMailOf(({ aMail }) => ({ ...aMail, text: LONG_TEXT }));
    expect(message.body).toMatchObject({ truncated: true });
    expect(message.body.text.length).toBeLessThan(LONG_TEXT.length);
    expect(await get('text')).toEqual({
      outcome: 'given',
      filename: 'message.txt',
      mimeType: 'text/plain; charset=utf-8',
      size: Buffer.byteLength(LONG_TEXT),
      data: LONG_TEXT,
    });
    expect(account.usage.units).toBe(20);
  });

  test('is its html, made safe like any other', async () => {
    const html = `<script>alert(1)</script>${LONG_HTML}<p onclick="x()">The end</p>`;
    const { message, get } = await aMailOf(({ aMail }) => ({ ...aMail, text: 'Lines', html }));
    expect(message.body).toMatchObject({ html: null, truncated: true });
    expect(await get('html')).toMatchObject({
      filename: 'message.html',
      mimeType: 'text/html; charset=utf-8',
      data: `${LONG_HTML}<p>The end</p>`,
    });
    expect(await get('text')).toMatchObject({ data: 'Lines' });
  });

  test('has no html where the mail has none', async () => {
    const { get } = await aMailOf(({ aMail }) => ({ ...aMail, text: LONG_TEXT }));
    expect(await get('html')).toEqual({ outcome: 'refused', advice: expect.stringContaining('no html') });
  });

  test('has no html where that is beyond what can be made safe, and still its words', async () => {
    const html = `<p>${'word '.repeat(1_100_000)}</p>`;
    const { get } = await aMailOf(({ aMail }) => ({ ...aMail, html }));
    expect(await get('html')).toEqual({ outcome: 'refused', advice: expect.stringContaining('too long') });
    expect(await get('text')).toMatchObject({ outcome: 'given', filename: 'message.txt' });
  });

  test('is got part by part where Gmail keeps them apart: 20 units more for each', async () => {
    const { message, get, account } = await aMailOf(partsApart(2));
    expect(message.body).toMatchObject({ text: 'Part 0', truncated: true });
    expect(await get('text')).toMatchObject({ data: 'Part 0\nPart 1\nPart 2' });
    expect(account.usage.units).toBe(60);
  });

  test('is refused where it would take too many calls', async () => {
    const { get, account } = await aMailOf(partsApart(6));
    expect(await get('text')).toEqual({
      outcome: 'refused',
      advice: expect.stringContaining('too many parts'),
    });
    expect(account.usage.units).toBe(20);
  });
});

/** A text, and so many others that Gmail keeps apart, as it does with text that has a name. */
function partsApart(count: number) {
  return ({ contactAddress, emailAddress }: Awaited<ReturnType<typeof aScene>>): AnyMail => {
    const named = (index: number) =>
      `--a\r\nContent-Type: multipart/alternative; boundary=b${index}\r\n\r\n--b${index}\r\n` +
      `Content-Type: text/plain; name="part${index}.txt"\r\n\r\nPart ${index}\r\n--b${index}--\r\n`;
    const parts = Array.from({ length: count }, (_, index) => named(index + 1)).join('');
    const raw = [
      `From: ${contactAddress}\r\nTo: ${emailAddress}\r\nSubject: Parts\r\nMIME-Version: 1.0\r\n`,
      'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nPart 0\r\n',
      `${parts}--a--\r\n`,
    ];
    return { raw: raw.join('') };
  };
}
