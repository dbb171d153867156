import type { StoredRecord } from '@eventwright/runtime';

/** What a line tells of an event, read from its headers alone. */
export interface EventSummary {
  readonly time: Date;
  readonly source: string;
  /** Message name with its schema version: `OrderPlaced v2`. */
  readonly event: string;
  readonly subject: string;
  /** The same for all events of one flow. */
  readonly flow: string;
  readonly isDeadLetter: boolean;
}

export function summarize(record: StoredRecord): EventSummary {
  const header = (name: string): string => new TextDecoder().decode(record.headers.get(name));
  const time = new Date(header('ce_time'));
  return {
    time: Number.isNaN(time.getTime()) ? new Date(record.timestamp) : time,
    source: header('ce_source').replace(/^\//, ''),
    event: header('ce_type')
      .replace(/^.*\.(?=[^.]+\.v\d+$)/, '')
      .replace(/\.(?=v\d+$)/, ' '),
    subject: header('ce_subject'),
    flow: header('ce_correlationid'),
    isDeadLetter: record.topic.endsWith('.dlt'),
  };
}

/** Colours of a terminal, by service, so that the eye can follow one. */
const colours: Readonly<Record<string, number>> = {
  storefront: 36,
  orders: 33,
  payments: 35,
  warehouse: 34,
  shipping: 32,
  notifications: 90,
};

const red = 31;
const grey = 90;

/** Ids differ in their last characters; the first ones are the time for many kinds of id. */
const flowLength = 6;

/** One aligned line. Text of headers is shown without control characters, which a terminal would obey. */
export function eventLine(summary: EventSummary, { colour }: { readonly colour: boolean }): string {
  const { time, source, event, subject, flow, isDeadLetter } = summary;
  const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const name = isDeadLetter ? `${event} DEAD` : event;
  return [
    paint(grey, clockTime(time)),
    paint(colours[source] ?? 0, cell(source, 13)),
    paint(isDeadLetter ? red : 0, cell(name, 28)),
    cell(subject, 36),
    paint(grey, printable(flow).slice(-flowLength)),
  ].join('  ');
}

/** The names above the columns. */
export function eventHeading(): string {
  return [cell('time', 12), cell('service', 13), cell('event', 28), cell('about', 36), 'flow'].join('  ');
}

function clockTime(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const milliseconds = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`;
}

const cell = (text: string, width: number): string => printable(text).padEnd(width);

const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '?');
