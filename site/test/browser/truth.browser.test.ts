import avsc from 'avsc';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/index.ts';
import { avroFiles, fieldsOf, operations } from '../contracts-of-shop.ts';
import { textOf } from './sites.ts';
import { visit } from './visit.ts';

// The catalogue says only which page is about what; what a page says is compared with the contracts themselves.
const catalog: Catalog = JSON.parse(textOf('shop', 'catalog.json'));

const events = catalog.events.map(({ name, schema }) => {
  const versions = avroFiles.filter(({ fullName }) => fullName === schema).map(({ version }) => version);
  return { name, schema, versions: versions.sort((a, b) => a - b) };
});
const pages = events.flatMap(({ name, schema, versions }) => [
  { path: `events/${name}.html`, name, schema, version: versions.at(-1) ?? 0 },
  ...versions.map((version) => ({ path: `events/${name}/v${version}.html`, name, schema, version })),
]);

/** Rows of the table whose caption begins so, each cell by the title of its column. */
const tableOf = (page: Page, caption: string): Promise<readonly Readonly<Record<string, string>>[]> =>
  page.evaluate((begin) => {
    const table = [...document.querySelectorAll('table')].find((one) => one.caption?.textContent.startsWith(begin));
    const titles = [...(table?.querySelectorAll('thead th') ?? [])].map((one) => one.textContent);
    return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      Object.fromEntries([...row.children].map((cell, index) => [titles[index] ?? '', cell.textContent.trim()])),
    );
  }, caption);

describe('what a page says', () => {
  it('is about every event of the contracts', () => {
    expect(events.length).toBeGreaterThan(15);
    expect(events.filter(({ versions }) => versions.length === 0)).toEqual([]);
    expect(new Set(operations.flatMap((one) => one.events))).toEqual(new Set(events.map(({ name }) => name)));
  });

  it.each(pages)('of fields is what the .avsc file says: $path', async ({ path, name, schema, version }) => {
    const page = await visit(path);
    const rows = await tableOf(page, `Fields of ${name}`);
    const fields = fieldsOf(schema, version);
    expect(rows.map((row) => [row['Field'], row['Type'], row['Default']])).toEqual(
      fields.map((field) => [
        field.path,
        field.type,
        field.default === undefined ? 'required' : JSON.stringify(field.default),
      ]),
    );
    for (const [index, { doc }] of fields.entries()) expect(rows[index]?.['Meaning']?.startsWith(doc)).toBe(true);
  });

  it.each(events)('of producers and consumers is what the AsyncAPI documents say: $name', async ({ name }) => {
    const page = await visit(`events/${name}.html`);
    const ways = await page.evaluate(() =>
      [...document.querySelectorAll('.columns')]
        .filter((one) => one.getAttribute('aria-label')?.startsWith('Way of '))
        .map((one) => {
          const [senders = [], topic = [], receivers = []] = [...one.querySelectorAll('section')].map((column) =>
            [...column.querySelectorAll('li > a')].map((link) => link.textContent),
          );
          return { topic: topic[0], senders, receivers };
        }),
    );
    const own = operations.filter((operation) => operation.events.includes(name));
    const topics = [...new Set(own.map(({ topic }) => topic))].sort();
    const services = (topic: string, action: string): readonly string[] =>
      own.filter((one) => one.topic === topic && one.action === action).map(({ service }) => service);
    expect(ways).toEqual(
      topics.map((topic) => ({
        topic,
        senders: services(topic, 'send'),
        receivers: services(topic, 'receive'),
      })),
    );
  });

  it.each(events.filter(({ versions }) => versions.length > 1))(
    'of who reads whom is what another implementation of Avro does: $name',
    async ({ name, schema, versions }) => {
      const page = await visit(`events/${name}.html`);
      const rows = await tableOf(page, 'Who reads whom');
      const types = new Map(versions.map((version) => [version, typeOf(schema, version)]));
      const expected = versions.map((reader) => ({
        Reader: `version ${reader}`,
        ...Object.fromEntries(
          versions.map((writer) => [`written by version ${writer}`, verdict(types.get(reader), types.get(writer))]),
        ),
      }));
      expect(
        rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([title, cell]) => [title, cell.startsWith('fails') ? 'fails' : cell]),
          ),
        ),
      ).toEqual(expected);
    },
  );

  it.each(events)(
    'of examples is what another implementation of Avro writes: $name',
    async ({ name, schema, versions }) => {
      const { examples } = catalog.events.find((event) => event.name === name) ?? { examples: [] };
      const page = await visit(`events/${name}/bytes.html`);
      const tables = await page.evaluate(() =>
        [...document.querySelectorAll('details table')].map((table) =>
          [...table.querySelectorAll('tbody tr')].map((row) => row.children[1]?.textContent ?? ''),
        ),
      );
      expect(tables).toHaveLength(examples.length);
      const type = typeOf(schema, versions.at(-1) ?? 0);
      for (const [index, { payload }] of examples.entries()) {
        const bytes = type.toBuffer(type.fromString(JSON.stringify(payload)));
        let rest = bytes.toString('hex').match(/../g)?.join(' ') ?? '';
        // The first row is the zero byte before the schema's id; a long piece shows its beginning.
        for (const shown of (tables[index] ?? []).slice(1)) {
          const isWhole = !shown.endsWith(' …');
          const begin = shown === '–' ? '' : shown.replace(/ …$/, '');
          if (isWhole) {
            expect(rest.startsWith(begin)).toBe(true);
            rest = rest.slice(begin.length).trimStart();
          } else {
            expect(rest).toContain(begin);
            rest = rest.slice(rest.indexOf(begin) + begin.length);
            break;
          }
        }
        expect(await page.locator('main').textContent()).toContain(`${bytes.length} bytes of Avro`);
      }
    },
  );
});

/** With all named types of other files in it. */
function typeOf(fullName: string, version: number): avsc.Type {
  const file = avroFiles.find((one) => one.fullName === fullName && one.version === version);
  const registry: Record<string, avsc.Type> = {};
  // A name that is not known yet is one of another file.
  const parse = (text: string): avsc.Type => {
    for (;;) {
      try {
        return avsc.Type.forSchema(JSON.parse(text), { registry: { ...registry }, wrapUnions: true });
      } catch (error) {
        const missing = /undefined type name: (\S+)/.exec(error instanceof Error ? error.message : '')?.[1];
        const other = avroFiles.findLast((one) => one.fullName === missing);
        if (missing === undefined || other === undefined || registry[missing] !== undefined) throw error;
        registry[missing] = parse(other.text);
      }
    }
  };
  return parse(file?.text ?? '');
}

function verdict(reader: avsc.Type | undefined, writer: avsc.Type | undefined): string {
  if (reader === undefined || writer === undefined) return 'missing';
  if (reader === writer) return 'the same';
  try {
    reader.createResolver(writer);
    return 'reads it';
  } catch {
    return 'fails';
  }
}
