import type { HeaderSpec, HeaderValues } from './application.ts';
import { RuntimeError } from './errors.ts';
import { headerBytes, headerText } from './header-text.ts';
import type { WireHeaders } from './transport.ts';

type HeaderValue = string | number | boolean;

/** A message, as far as its own headers go. */
export interface MessageHeaders {
  readonly name: string;
  readonly headers: readonly HeaderSpec[];
}

/** The contract's own headers as text. Throws `HEADER_INVALID` where one is missing, unknown or does not fit. */
export function encodeContractHeaders(message: MessageHeaders, values: HeaderValues): Map<string, Uint8Array> {
  refuseUnknown(message, values);
  const encoded = new Map<string, Uint8Array>();
  for (const spec of message.headers) {
    const value = Object.hasOwn(values, spec.name) ? values[spec.name] : undefined;
    if (value === undefined) {
      refuseMissing(message, spec);
      continue;
    }
    if (!fits(spec, value)) throw misfit(message, spec, String(value));
    encoded.set(spec.name, headerBytes(String(value)));
  }
  return encoded;
}

/** The contract's own headers by their types. Throws `HEADER_INVALID` where one is missing or does not fit. */
export function decodeContractHeaders(message: MessageHeaders, headers: WireHeaders): HeaderValues {
  const entries: [string, HeaderValue][] = [];
  for (const spec of message.headers) {
    const bytes = headers.get(spec.name);
    if (bytes === undefined) {
      refuseMissing(message, spec);
      continue;
    }
    const text = headerText(spec.name, bytes);
    const value = parse(spec.type, text);
    if (value === undefined || !fits(spec, value)) throw misfit(message, spec, text);
    entries.push([spec.name, value]);
  }
  return Object.fromEntries(entries);
}

function parse(type: HeaderSpec['type'], text: string): HeaderValue | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    default:
      return type satisfies never;
  }
}

function fits(spec: HeaderSpec, value: HeaderValue): boolean {
  return isOfType(spec.type, value) && (spec.values === undefined || spec.values.some((allowed) => allowed === value));
}

function isOfType(type: HeaderSpec['type'], value: HeaderValue): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

function refuseMissing(message: MessageHeaders, spec: HeaderSpec): void {
  if (!spec.required) return;
  throw new RuntimeError('HEADER_INVALID', `${message.name} needs the header "${spec.name}" (${expected(spec)})`);
}

function refuseUnknown(message: MessageHeaders, values: HeaderValues): void {
  const known = message.headers.map((spec) => spec.name);
  const unknown = Object.keys(values).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const has = known.length === 0 ? 'none of its own' : known.join(', ');
  throw new RuntimeError('HEADER_INVALID', `${message.name} has no header "${unknown}"; its contract has ${has}`);
}

function misfit(message: MessageHeaders, spec: HeaderSpec, text: string): RuntimeError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return new RuntimeError(
    'HEADER_INVALID',
    `header "${spec.name}" of ${message.name} is "${shown}", expected ${expected(spec)}`,
  );
}

function expected(spec: HeaderSpec): string {
  return spec.values === undefined ? spec.type : `one of ${spec.values.join(', ')}`;
}
