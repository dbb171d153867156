import { describe, expect, it } from 'vitest';
import { siteContext } from '../site-context.ts';
import { smallCatalog } from '../testing/small-catalog.ts';
import { eventData } from './event-data.ts';
import { type EventData, judgeChange } from './judge-change.ts';

const newest = smallCatalog.schemas.at(-1)?.text ?? '';

/** What the page of the event gets, by the script that it loads. */
function data(): EventData {
  const [event] = smallCatalog.events;
  if (event === undefined) throw new Error('no event');
  const { text } = eventData(event, siteContext(smallCatalog, {}));
  const json = /=(\{"event".*\});\n$/.exec(text)?.[1] ?? '';
  return JSON.parse(json);
}

const edited = (from: string, to: string): string => {
  expect(newest).toContain(from);
  return newest.replace(from, to);
};

describe('judgeChange', () => {
  it('lets a field with a default pass and names nobody', () => {
    const judgement = judgeChange(
      edited('"fields":[', '"fields":[{"name":"gift","type":"boolean","default":false},'),
      data(),
    );
    expect(judgement).toMatchObject({ kind: 'judged', isAllowed: true, affected: [] });
  });

  it('refuses a field without a default: the new version cannot read what is on the topic', () => {
    const judgement = judgeChange(edited('"fields":[', '"fields":[{"name":"gift","type":"boolean"},'), data());
    expect(judgement).toMatchObject({
      isAllowed: false,
      levels: [
        {
          level: 'BACKWARD_TRANSITIVE',
          isAllowed: false,
          reasons: [expect.stringContaining('the new version cannot read version 2')],
        },
      ],
      affected: [{ service: 'storefront' }],
    });
  });

  it('names who reads a field that goes, although the level lets it pass', () => {
    const schema = JSON.parse(newest);
    schema.fields = schema.fields.filter(({ name }: { name: string }) => name !== 'total');
    expect(judgeChange(JSON.stringify(schema), data())).toMatchObject({
      isAllowed: true,
      changes: [{ users: ['billing'] }],
      affected: [{ service: 'billing', why: expect.stringContaining('fails') }],
    });
  });

  it('refuses what Avro lets pass and makes other data of what was written', () => {
    expect(judgeChange(edited('"scale":2', '"scale":3'), data())).toMatchObject({
      isAllowed: false,
      levels: [{ isAllowed: true }],
      refusals: [expect.stringContaining('10 times too small')],
    });
  });

  it('says with the line what is no schema', () => {
    expect(judgeChange('{\n "type": "recod" }', data())).toMatchObject({ kind: 'unreadable', problems: [{ line: 2 }] });
  });
});
