import { type Comparison, compareContracts } from '../check/changes/comparison.ts';
import type { Base } from '../model/base.ts';
import type { ContractModel } from '../model/contract-model.ts';
import type { Finding } from '../model/finding.ts';
import { diffApplications } from './diff-applications.ts';
import { diffChannels } from './diff-channels.ts';
import { diffMessages } from './diff-messages.ts';
import { diffSchemaFiles } from './diff-schema-files.ts';
import { type DiffSection, type FoundSection, parts } from './difference.ts';

export interface DiffOptions {
  /** Finds what `eventwright compat` would say. */
  check(comparison: Comparison): readonly Finding[];
  /** Whether both states have texts for people; a lock has none, and no failure policies either. */
  readonly hasTexts: boolean;
}

const nothing: ContractModel = { applications: [], channels: [], messages: [], schemas: [] };

/**
 * All that differs in meaning between two states of the contracts: applications, channels, messages, schemas, each by name.
 * Where one of the two has schemas only, as a registry, only those are compared. Pure.
 */
export function diffContracts(before: Base, after: Base, { check, hasTexts }: DiffOptions): readonly DiffSection[] {
  const comparison = compareContracts(before, after.model ?? nothing);
  const isWhole = before.model !== undefined && after.model !== undefined;
  const found = [
    ...(isWhole
      ? [...diffApplications(comparison, hasTexts), ...diffChannels(comparison), ...diffMessages(comparison)]
      : []),
    ...diffSchemaFiles(comparison, before, after),
  ].flatMap((section) => withoutTexts(section, hasTexts));
  return withFindings(found, check(comparison), comparison);
}

function withoutTexts(section: FoundSection, hasTexts: boolean): readonly FoundSection[] {
  if (hasTexts) return [section];
  const differences = section.differences.filter(({ isText }) => !isText);
  return differences.length === 0 ? [] : [{ ...section, differences }];
}

/** A finding that belongs to no section gets one of its own: it would be lost otherwise. */
function withFindings(
  found: readonly FoundSection[],
  findings: readonly Finding[],
  { base, next }: Comparison,
): readonly DiffSection[] {
  const payloads = new Map([...base.messages, ...next.messages].map(({ name, payload }) => [name, payload.name]));
  const places = new Map(findings.map((finding) => [finding, placeOf(finding, found, payloads)]));
  const without = (section: FoundSection): DiffSection => ({ ...section, findings: [] });
  const all = new Map(found.map((section) => [keyOf(section), without(section)]));
  for (const [finding, place] of places) {
    const section = all.get(keyOf(place)) ?? {
      ...place,
      differences: [],
      affected: finding.affected ?? [],
      findings: [],
    };
    all.set(keyOf(place), { ...section, findings: [...section.findings, finding] });
  }
  return [...all.values()].sort(
    (a, b) => parts.indexOf(a.part) - parts.indexOf(b.part) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

type Place = Pick<DiffSection, 'part' | 'name'>;

const keyOf = ({ part, name }: Place): string => `${part} ${name}`;

/**
 * By the subject of the finding: `billing/receiveOrders`, `shop.orders/OrderPlaced/total`, `shop.OrderPlaced/v1`. What is
 * said of a schema belongs to that schema rather than to the message.
 */
function placeOf({ subject = '', ruleId }: Finding, found: readonly FoundSection[], payloads: Payloads): Place {
  const [first = '', second = '', third = ''] = subject.split('/');
  const find = (part: Place['part'], names: readonly (string | undefined)[]): Place | undefined =>
    found.find((section) => section.part === part && names.includes(section.name));
  if (ruleId.startsWith('SCHEMA_RELEASED_')) return { part: 'schema', name: first };
  // The type itself, or the type of a field.
  const types = [third, third.slice(0, Math.max(0, third.lastIndexOf('.')))];
  return (
    (isOfSchema(ruleId) ? (find('schema', types) ?? find('schema', [payloads.get(second)])) : undefined) ??
    find('message', [second]) ??
    find('application', [first]) ?? { part: 'channel', name: first }
  );
}

/** Full names of the payloads of messages, by the name of the message. */
type Payloads = ReadonlyMap<string, string>;

const isOfSchema = (ruleId: string): boolean => ruleId.startsWith('SCHEMA_') && ruleId !== 'SCHEMA_FORMAT_CHANGED';
