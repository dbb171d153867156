import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Edit, editedProject } from '../../test/edited-project.ts';
import { baseOf } from '../check/changes/base-of.ts';
import { checkChanges, findingsOf } from '../check/changes/check-changes.ts';
import { loadDocument } from '../load/load-document.ts';
import type { Base } from '../model/base.ts';
import { buildModel } from '../model/build-model.ts';
import { diffContracts } from './diff-contracts.ts';
import type { DiffSection } from './difference.ts';

const folder = fileURLToPath(new URL('../../test/changes/', import.meta.url));

/** The cases of `checkChanges`. */
const cases = readdirSync(join(folder, 'cases')).map((name) => {
  const { change }: { readonly change: readonly Edit[] } = JSON.parse(
    readFileSync(join(folder, 'cases', name), 'utf8'),
  );
  return { name: name.replace('.json', ''), change };
});

async function stateIn(root: string, label: string): Promise<Base> {
  return baseOf(label, buildModel(await loadDocument({ root, contracts: 'asyncapi' })).model);
}

const changed = async (change: readonly Edit[]): Promise<Base> =>
  stateIn(await editedProject(join(folder, 'base'), change), 'after');

const diff = (before: Base, after: Base): readonly DiffSection[] =>
  diffContracts(before, after, { check: (comparison) => findingsOf(checkChanges(comparison)), hasTexts: true });

/** `channel shop.orders ~ partitions: 6 became 12` */
const asLines = (sections: readonly DiffSection[]): readonly string[] => {
  const signs = { added: '+', removed: '-', changed: '~' } as const;
  return sections.flatMap(({ part, name, differences }) =>
    differences.map(({ kind, text }) => `${part} ${name} ${signs[kind]} ${text}`),
  );
};

describe('diffContracts', async () => {
  const before = await stateIn(join(folder, 'base'), 'before');

  it('tells nothing where nothing changed', async () => {
    expect(diff(before, await stateIn(join(folder, 'base'), 'again'))).toEqual([]);
  });

  it('tells nothing of keys of channels, which are on no wire', async () => {
    const { change = [] } = cases.find(({ name }) => name === 'channel-key-renamed') ?? {};
    expect(diff(before, await changed(change))).toEqual([]);
  });

  const telling = cases.filter(({ name }) => name !== 'channel-key-renamed');
  it.each(telling)('tells of every change that compat judges, and the other way round: $name', async ({ change }) => {
    const after = await changed(change);
    const there = diff(before, after);
    expect(asLines(there)).not.toEqual([]);
    expect(asLines(diff(after, before))).not.toEqual([]);
    expect(diff(before, after)).toEqual(there);
  });

  it.each([
    ['channel-servers-shortened', ['channel shop.orders ~ servers: live, test became live']],
    ['cleanup-policy-changed', ['channel shop.orders ~ cleanup.policy: delete became compact']],
    ['compatibility-lowered', ['channel shop.questions ~ compatibility: BACKWARD_TRANSITIVE became BACKWARD']],
    ['content-type-changed', ['message OrderCancelled + content type: application/vnd.shop']],
    [
      'failure-policy-changed',
      [
        'application billing ~ operation receiveOrders, tries in place: 3 became 5',
        'application billing - operation receiveOrders, later tries: after 5s, 30s',
        'application billing ~ operation receiveOrders, time for a try: 30s became 1500ms',
        'application billing - operation receiveOrders, error 40001: retry',
        'application billing ~ operation receiveOrders, error CardDeclined: fatal became outage',
        'application billing + operation receiveOrders, error ECONNREFUSED: outage',
        'application billing ~ operation receiveOrders, errors in the order: CardDeclined, Slow became Slow, CardDeclined',
        'application billing + operation receiveQuestions, later tries: none',
        'application billing + operation receiveQuestions, errors: A fatal, B retry',
      ],
    ],
    ['header-required', ['message OrderPlaced ~ header campaign: optional became required']],
    ['header-removed', ['message OrderPlaced - header campaign: string, optional']],
    ['header-values-narrowed', ['message OrderPlaced ~ header origin, values: web, app became web']],
    ['key-changed', ['message Asked ~ key: string became long']],
    ['message-renamed', ['message OrderRevoked ~ name: OrderCancelled became OrderRevoked']],
    ['message-not-sent', ['application shop - operation sendOrders, message OrderCancelled']],
    ['parameter-values-narrowed', ['channel shop.visits.{region} ~ parameter region, values: eu, us became eu']],
    [
      'reply-moved',
      [
        'application shop ~ operation ask, reply: Answered at $message.header#/reply_topic became Answered at $message.header#/answerTo',
      ],
    ],
    ['server-secured', ['application shop + server test, security: scramSha512']],
    [
      'schema-new-version-safe',
      [
        'message OrderPlaced ~ payload: shop.OrderPlaced v1 became shop.OrderPlaced v2',
        'schema shop.OrderPlaced ~ newest version: 1 became 2',
        'schema shop.OrderPlaced + shop.OrderPlaced.origin, string, was added with the default "web"',
      ],
    ],
  ])('says what is another: %s', async (name, lines) => {
    const { change = [] } = cases.find((one) => one.name === name) ?? {};
    expect(asLines(diff(before, await changed(change)))).toEqual(lines);
  });

  it('does not tell of failure policies where a state is a lock, which has none', async () => {
    const { change = [] } = cases.find(({ name }) => name === 'failure-policy-changed') ?? {};
    const check = (): readonly [] => [];
    expect(diffContracts(before, await changed(change), { check, hasTexts: false })).toEqual([]);
  });

  it('compares schemas alone with what has nothing else, by their subjects', async () => {
    const registry: Base = { label: 'registry', model: undefined, subjects: before.subjects };
    expect(diff(registry, before)).toEqual([]);
    const edit = { file: 'asyncapi/schemas/order-placed.v1.avsc', from: '"EUR", "USD"', to: '"EUR"' };
    const sections = diff(registry, await changed([edit]));
    expect(asLines(sections)).toEqual(['schema shop.OrderPlaced - shop.Currency lost the symbol "USD"']);
    expect(sections.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId))).toEqual([
      'SCHEMA_MISSING_ENUM_SYMBOLS',
    ]);
  });
});
