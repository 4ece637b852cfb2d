import ICAL from 'ical.js';
import { z } from 'zod';

/** A property of iCalendar: its parameters and its first value, both as the library read them. */
export interface Property {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

/** A component of iCalendar. Names are in lower case. */
export interface Component {
  readonly name: string;
  first(property: string): Property | undefined;
  all(component: string): readonly Component[];
}

const propertySchema = z
  .tuple([z.string(), z.record(z.string(), z.unknown()), z.string()])
  .rest(z.unknown())
  .transform(([name, parameters, , value]) => ({ name, parameters, value }));
const componentSchema = z.tuple([z.string(), z.array(propertySchema), z.array(z.unknown())]);

/**
 * The calendars in a text. Throws where it is none. Only what is asked for is looked at: components that are
 * nested without end, and rules that recur without end, are never followed.
 */
export function parseCalendars(text: string): readonly Component[] {
  const parsed = z.array(z.unknown()).parse(ICAL.parse(text));
  const all = typeof parsed[0] === 'string' ? [parsed] : parsed;
  return all.map(component).filter(({ name }) => name === 'vcalendar');
}

function component(jcal: unknown): Component {
  const [name, properties, components] = componentSchema.parse(jcal);
  return {
    name,
    first: (wanted) => properties.find((property) => property.name === wanted),
    all: (wanted) => components.filter((child) => Array.isArray(child) && child[0] === wanted).map(component),
  };
}
