import { realpath } from 'node:fs/promises';
import type { MapNode, Node } from '../model/document.ts';
import type { Finding } from '../model/finding.ts';
import { createNodeReader, scalarValue } from '../model/node.ts';
import { suggest } from '../model/suggest.ts';
import type { Waiver } from '../model/waiver.ts';
import { parseSource } from './parse-source.ts';
import { readSource } from './read-source.ts';

/** Beside the configuration. */
export const waiversName = 'eventwright.waivers.yaml';

export interface ReadWaivers {
  readonly waivers: readonly Waiver[];
  readonly findings: readonly Finding[];
  /** Undefined where there is no such file. */
  readonly text: string | undefined;
}

/** Reads the waivers of a project. An entry that cannot be used is a finding, and waives nothing. */
export async function readWaivers(root: string): Promise<ReadWaivers> {
  const source = await readSource({ root, realFolder: await realpath(root) }, waiversName);
  if (source === undefined) return { waivers: [], findings: [], text: undefined };
  if ('finding' in source) return { waivers: [], findings: [source.finding], text: '' };
  const { text } = source;
  const { root: node, findings } = parseSource(waiversName, text);
  if (node === undefined) return { waivers: [], findings, text };
  if (scalarValue(node) === null) return { waivers: [], findings, text };
  const list = node.kind === 'map' ? node.entries.get('waivers')?.value : undefined;
  if (list?.kind !== 'sequence') return { waivers: [], findings: [...findings, notAList(node)], text };
  const read = list.items.map(readWaiver);
  return {
    waivers: read.flatMap(({ waiver }) => waiver ?? []),
    findings: [...findings, ...read.flatMap((one) => one.findings)],
    text,
  };
}

const keys = ['rule', 'subject', 'reason', 'owner', 'expires'] as const;

function readWaiver(node: Node): { readonly waiver?: Waiver; readonly findings: readonly Finding[] } {
  if (node.kind !== 'map') return { findings: [invalid(node, 'A waiver is a map.')] };
  const { text } = createNodeReader({ references: new Map() });
  const missing = keys.filter((key) => (text(node, key) ?? '').trim() === '');
  const findings = [...missing.map((key) => invalid(node, `The waiver has no ${key}.`)), ...unknownKeys(node)];
  const [ruleId = '', subject = '', reason = '', owner = '', expires = ''] = keys.map((key) => text(node, key));
  if (expires !== '' && !isDay(expires)) findings.push(invalid(node, `'${expires}' is no day.`));
  if (findings.length > 0) return { findings };
  return { waiver: { ruleId, subject, reason, owner, expires, position: node.position }, findings };
}

function unknownKeys({ entries }: MapNode): readonly Finding[] {
  return [...entries].flatMap(([key, { position }]) => {
    if (keys.some((known) => known === key)) return [];
    const finding = invalid({ position }, `A waiver has no '${key}'.`);
    return [{ ...finding, help: suggest(key, keys) ?? finding.help }];
  });
}

/** A day of the calendar, as `2027-01-31`. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text) && text.length === 10;
}

const notAList = (node: Node): Finding => invalid(node, `${waiversName} has no list of waivers.`);

function invalid({ position }: Pick<Node, 'position'>, message: string) {
  return {
    ruleId: 'WAIVER_INVALID',
    severity: 'error',
    message,
    position,
    related: [],
    help: "Write `waivers:` with entries such as `- { rule: CHANNEL_REMOVED, subject: shop.orders, reason: nobody reads it, owner: order-team, expires: '2027-01-31' }`.",
  } satisfies Finding;
}
