import type { Position } from '@eventwright/avro';

/** `error`: the contracts cannot be used as they are. `warning`: they can, but something is probably not meant so. */
export type Severity = 'error' | 'warning' | 'info';

/** Something that is wrong in the contracts, as data: every report format is made from it. */
export interface Finding {
  /** Stable, in capitals: `REFERENCE_UNKNOWN`. */
  readonly ruleId: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** In the user's own file. */
  readonly position: Position;
  /** JSON pointer of the place inside its file, where that says more than the position. */
  readonly path?: string;
  /** Other places that belong to it, such as the first of two definitions. */
  readonly related: readonly RelatedPlace[];
  /** Who refers to the file that the position is in, nearest first, up to an application document. */
  readonly referencedFrom?: readonly Referrer[];
  /** What to do about it. */
  readonly help?: string;
  /** Of a change: what it is about by names rather than places, so that it stays the same when lines move. */
  readonly subject?: string;
  /** Of a change: whom it hurts, sorted by name. */
  readonly affected?: readonly Affected[];
  /** Of a change: a datum, as JSON, that shows it. */
  readonly sample?: string;
}

/** An application that a change hurts. */
export interface Affected {
  readonly application: string;
  readonly owner: string | undefined;
  readonly action: 'send' | 'receive';
  /** Where its document says so. */
  readonly position: Position;
  /** Where its code uses what changes, as far as known. */
  readonly code: readonly CodePlace[];
}

/** A place in code that uses what changes. */
export interface CodePlace {
  readonly position: Position;
  /** What it does there: `reads currency`. */
  readonly use: string;
  /** Whose code it is, where it is not this repository's: its position is one in that. */
  readonly repository: string | undefined;
}

export interface RelatedPlace {
  readonly message: string;
  readonly position: Position;
}

/** A `$ref`, or the name of an Avro type, that leads on to the next. */
export interface Referrer {
  readonly position: Position;
  /** What it is a part of: `message OrderPlaced`, or the full name of an Avro type. */
  readonly of: string | undefined;
  /** How many other places refer there as well. */
  readonly others: number;
}

/** All places besides its own that a finding has, with what to say of each. */
export function otherPlaces({ related, referencedFrom = [], affected = [] }: Finding): readonly RelatedPlace[] {
  return [
    ...affected.flatMap((one) => [
      { message: `hits ${affectedText(one)}`, position: one.position },
      ...one.code.flatMap(({ position, use, repository }) =>
        repository === undefined ? [{ message: `code of ${one.application} ${use}`, position }] : [],
      ),
    ]),
    ...related,
    ...referencedFrom.map(({ position, ...referrer }) => ({ message: referrerText(referrer, 'here'), position })),
  ];
}

/** `billing, which receives it (money-team)`, and where code in other repositories uses it. */
export function affectedText({ application, action, owner, code }: Affected): string {
  const elsewhere = code.flatMap(({ repository, position, use }) =>
    repository === undefined ? [] : [`; ${repository}: ${position.file}:${position.line} ${use}`],
  );
  const who = owner === undefined ? '' : ` (${owner})`;
  return `${application}, which ${action}s it${who}${elsewhere.join('')}`;
}

/** `referenced from here, message OrderPlaced, and from 2 other places` */
export function referrerText({ of, others }: Omit<Referrer, 'position'>, place: string): string {
  const more = others === 0 ? '' : `, and from ${others} other place${others === 1 ? '' : 's'}`;
  return `referenced from ${place}${of === undefined ? '' : `, ${of}`}${more}`;
}

export const isError = (finding: Finding): boolean => finding.severity === 'error';

/** Sorted by place, and what several documents say of the same place kept once. */
export function sortFindings(findings: Iterable<Finding>): readonly Finding[] {
  const unique = new Map<string, Finding>();
  for (const finding of Array.from(findings, clipped)) {
    const { ruleId, message, position } = finding;
    unique.set(JSON.stringify([position.file, position.line, position.column, ruleId, message]), finding);
  }
  return [...unique.values()].sort(compareFindings);
}

/** A name or text of the contracts that a message repeats may have any length. */
const maxText = 1_000;

const clip = (text: string): string =>
  text.length <= maxText ? text : `${text.slice(0, maxText / 2)}…${text.slice(-maxText / 2)}`;

function clipped(finding: Finding): Finding {
  const { message, help, related } = finding;
  return {
    ...finding,
    message: clip(message),
    related: related.map((place) => ({ ...place, message: clip(place.message) })),
    ...(help === undefined ? {} : { help: clip(help) }),
  };
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.position.file, b.position.file) ||
    a.position.line - b.position.line ||
    a.position.column - b.position.column ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
