import { describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import { type ReadWaivers, readWaivers, waiversName } from './read-waivers.ts';

const read = async (text: string): Promise<ReadWaivers> => readWaivers(await temporaryProject({ [waiversName]: text }));

const messages = async (text: string): Promise<readonly string[]> =>
  (await read(text)).findings.map(({ message, position }) => `${position.line}:${position.column} ${message}`);

const good = "rule: CHANNEL_REMOVED, subject: shop.orders, reason: nobody, owner: shop-team, expires: '2027-01-31'";

describe('readWaivers', () => {
  it('reads each entry with its place', async () => {
    const { waivers, findings } = await read(`waivers:\n  - { ${good} }\n`);
    expect(findings).toEqual([]);
    expect(waivers).toEqual([
      {
        ruleId: 'CHANNEL_REMOVED',
        subject: 'shop.orders',
        reason: 'nobody',
        owner: 'shop-team',
        expires: '2027-01-31',
        position: { file: waiversName, line: 2, column: 5 },
      },
    ]);
  });

  it('is content without a file', async () => {
    expect(await readWaivers(await temporaryProject({}))).toEqual({ waivers: [], findings: [], text: undefined });
  });

  it.each([
    ['a reason missing', `waivers:\n  - { ${good.replace('reason: nobody, ', '')} }`, '2:5 The waiver has no reason.'],
    ['an empty owner', `waivers:\n  - { ${good.replace('shop-team', '" "')} }`, '2:5 The waiver has no owner.'],
    ['a day that is none', `waivers:\n  - { ${good.replace('01-31', '02-30')} }`, "2:5 '2027-02-30' is no day."],
    ['an unknown key', `waivers:\n  - { ${good}, until: x }`, "2:109 A waiver has no 'until'."],
    ['a list at the top', `- { ${good} }`, `1:1 ${waiversName} has no list of waivers.`],
    ['an entry that is text', 'waivers:\n  - all', '2:5 A waiver is a map.'],
  ])('refuses %s, and waives nothing by it', async (_, text, expected) => {
    expect(await messages(text)).toEqual([expected]);
    expect((await read(text)).waivers).toEqual([]);
  });

  it('is content with an empty file, as is left when the last waiver is gone', async () => {
    expect(await read('# None at the moment.\n')).toMatchObject({ waivers: [], findings: [] });
  });

  it('has one finding for what is no YAML', async () => {
    expect((await read('waivers: [')).findings.map(({ ruleId }) => ruleId)).toEqual(['YAML_INVALID']);
  });
});
