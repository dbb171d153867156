import type { Subscriber } from '../subscribers.ts';
import { ProblemError } from './problem.ts';

/** In bytes. */
const longest = 16 * 1_024;

type Body = ReadonlyMap<string, unknown>;

const invalid = (title: string, status = 400): ProblemError => new ProblemError({ status, title });

/** The members of a JSON object. Throws a 400 or a 413. */
export async function readBody(request: Request): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > longest) throw invalid(`The request is longer than ${longest} bytes.`, 413);
    chunks.push(chunk);
  }
  const value = parsed(Buffer.concat(chunks).toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('The body is no JSON object.');
  return new Map(Object.entries(value));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function textIn(body: Body, name: string): string {
  const value = body.get(name);
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`\`${name}\` has to be a text.`);
}

/** Undefined where there is none. */
export function dateIn(body: Body, name: string): Date | undefined {
  const value = body.get(name);
  if (value === undefined) return undefined;
  const date = typeof value === 'string' ? new Date(value) : undefined;
  if (date !== undefined && !Number.isNaN(date.getTime())) return date;
  throw invalid(`\`${name}\` has to be a time such as 2026-11-21T12:00:00Z.`);
}

/** `events`: all that the subscriber may see where it is left out. Throws a 403 for others. */
export function eventsIn(body: Body, subscriber: Subscriber): readonly string[] {
  const value = body.get('events');
  if (value === undefined) return subscriber.events;
  if (!Array.isArray(value) || value.length === 0) throw invalid('`events` has to be a list of names.');
  return value.map((name: unknown) => {
    if (typeof name === 'string' && subscriber.events.includes(name)) return name;
    throw invalid(`Events of the kind ${String(name).slice(0, 80)} are not for this token.`, 403);
  });
}
