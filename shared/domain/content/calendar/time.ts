import ICAL from 'ical.js';
import type { CalendarTime } from '../../message.ts';
import type { Component, Property } from './component.ts';
import { definedZone, namedZone, type Zone } from './zone.ts';

/** No event is before the year 1000, and no clock tells such a year in four digits. */
const TIME = /^[1-9]\d{3}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ?)?$/;
const TEN_YEARS = 3_653 * 86_400;

/** Where an event begins and ends; null where the mail does not say, or says nonsense. */
export function readTimes(event: Component, calendar: Component) {
  const zones = (name: string) => findZone(name, calendar);
  const start = event.first('dtstart');
  const end = event.first('dtend');
  return {
    start: start === undefined ? null : readTime(start, 0, zones),
    end: end === undefined ? readEndByDuration(event, zones) : readTime(end, 0, zones),
  };
}

function readEndByDuration(event: Component, zones: Zones): CalendarTime | null {
  const start = event.first('dtstart');
  const duration = event.first('duration')?.value;
  if (start === undefined || typeof duration !== 'string') return null;
  const seconds = ICAL.Duration.fromString(duration).toSeconds();
  return seconds >= 0 && seconds <= TEN_YEARS ? readTime(start, seconds * 1000, zones) : null;
}

type Zones = (name: string) => Zone | undefined;

function readTime({ value, parameters }: Property, plus: number, zones: Zones): CalendarTime | null {
  if (typeof value !== 'string' || !TIME.test(value)) return null;
  const isDate = value.length === 10;
  const isInstant = value.endsWith('Z');
  const wall = Date.parse(isDate || isInstant ? value : `${value}Z`) + plus;
  // The parser of dates takes 31 February for 3 March.
  if (Number.isNaN(wall) || !new Date(wall - plus).toISOString().startsWith(value.replace('Z', '')))
    return null;
  if (isDate) return new Date(wall).toISOString().slice(0, 10);
  if (isInstant) return new Date(wall).toISOString();
  const { tzid } = parameters;
  const zone = typeof tzid === 'string' ? zones(tzid) : undefined;
  if (zone === undefined) return new Date(wall).toISOString().slice(0, 19);
  return new Date(wall - zone(wall)).toISOString();
}

function findZone(name: string, calendar: Component): Zone | undefined {
  const named = namedZone(name);
  if (named !== undefined) return named;
  const definition = calendar.all('vtimezone').find((zone) => zone.first('tzid')?.value === name);
  return definition === undefined ? undefined : definedZone(definition);
}
