import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { FORMS, findLeaks } from '../../support/stack/findLeaks.ts';

const secret = `1//0${randomBytes(32).toString('base64')}"ü`;
const secrets = [['the token', secret]] as const;

test.each(Object.entries(FORMS))('a part of a secret is found that is %s', (_, write) => {
  for (const written of write(secret)) {
    const text = `something before ${written.slice(3, -3)} and after`;
    expect(findLeaks([text], secrets)).toContainEqual(
      expect.objectContaining({ secret: 'the token', where: text }),
    );
  }
});

test.each(['base64', 'base64url', 'hex'] as const)(
  'a secret is found wherever it stands in a text that was encoded as %s',
  (form) => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const text = Buffer.from(`${before}${secret} and more`).toString(form);
      expect(findLeaks([text], secrets)).not.toEqual([]);
    }
  },
);

test('nothing is found where there is nothing', () => {
  expect(findLeaks([`1//0${randomBytes(32).toString('base64')}`, 'the token', ''], secrets)).toEqual([]);
});

test('a secret too short to be told from other text is refused', () => {
  expect(() => findLeaks([], [['the word', 'short']])).toThrow('the word is too short');
});
