import { z } from 'zod';
import { type Person, parsePerson } from './person.ts';

/** A mail that a person at the terminal has delivered. */
export interface OwnMail {
  readonly from: Person;
  readonly subject: string;
  readonly body: string;
}

/** What `npm run mail` sends and the prompt asks for. */
export const OwnMail = z.strictObject({
  from: z.string({ error: 'is missing' }).transform((text, context): Person => {
    const person = parsePerson(text);
    if (person) return person;
    context.addIssue(`is "${text}": it is an address such as 'Ann Archer <ann.archer@example.com>'`);
    return z.NEVER;
  }),
  subject: z
    .string()
    .regex(/^[^\r\n]*$/, 'has more than one line')
    .max(500, 'is longer than 500 characters')
    .default('Hello'),
  body: z.string().max(1_000_000, 'is longer than 1,000,000 characters').default('Are you there?'),
});

/** `--from is missing; --subject has more than one line`. */
export const problemsOf = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => (path[0] === undefined ? message : `--${path[0].toString()} ${message}`))
    .join('; ');
