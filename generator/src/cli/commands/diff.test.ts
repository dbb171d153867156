import { fileURLToPath } from 'node:url';
import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { editedProject, editProject } from '../../../test/edited-project.ts';
import { commitAll, git } from '../../../test/temporary-repository.ts';

const base = fileURLToPath(new URL('../../../test/changes/base/', import.meta.url));

type Edits = Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;

/** A repository whose first commit has the contracts of `base`, and whose work tree has them edited. */
async function edited(edits: Edits): Promise<string> {
  const root = await editedProject(base, []);
  await git(root, 'init', '--quiet', '--initial-branch', 'main');
  await commitAll(root);
  editProject(
    root,
    Object.entries(edits).flatMap(([file, changes]) => changes.map(([from, to]) => ({ file, from, to }))),
  );
  return root;
}

const edits: Edits = {
  'asyncapi/channels/orders.yaml': [
    ['partitions: 6', 'partitions: 12'],
    ['campaign: { type: string }', 'campaign: { type: integer, description: Which. }'],
  ],
  'asyncapi/billing.yaml': [['  receiveQuestions:', '  takeQuestions:']],
  'asyncapi/schemas/order-placed.v1.avsc': [
    ['["EUR", "USD"]', '["EUR"]'],
    ['"name": "orderId"', '"name": "orderId", "doc": "Of the shop."'],
  ],
  'asyncapi/schemas/common/tag.v1.avsc': [['"OLD"', '"OLD", "ODD"']],
};

describe('eventwright diff', () => {
  it('tells by part what differs in meaning, whom it is about, and what breaks', async () => {
    const root = await edited(edits);
    expect(await command(root, 'diff', 'git:main', '--quiet')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `from main to the files as they are

application billing
  ~ operation: receiveQuestions became takeQuestions

channel shop.orders
  ~ partitions: 6 became 12
  ! error PARTITIONS_CHANGED: shop.orders has 12 partitions instead of 6: keys move to others, and their order is lost.
  billing receives it (money-team), shop sends it (shop-team)

message OrderPlaced
  ~ header campaign, type: string became integer
  ! error HEADER_TYPE_CHANGED: The header 'campaign' of 'OrderPlaced' is integer instead of string.
  billing receives it (money-team), shop sends it (shop-team)

schema shop.OrderPlaced
  - shop.Currency lost the symbol "USD"
  ! error SCHEMA_MISSING_ENUM_SYMBOLS: What was written before cannot be read any more: the reader's enum shop.Currency has neither the symbol "USD" nor a default.
  billing receives it (money-team), shop sends it (shop-team)

schema shop.Tag
  + shop.Tag has the new symbol "ODD"
  ! warning SCHEMA_ENUM_DEFAULT_MISSING: shop.Tag has the new symbol "ODD", and its previous version no default: who still reads with that fails on them.
  shop receives it (shop-team)

5 differences, 3 breaks; 2 texts for people were rewritten (--verbose lists them)
`,
    });
  });

  it('lists texts for people where they are asked for', async () => {
    const root = await edited(edits);
    const { stdout } = await command(root, 'diff', 'git:main', '--verbose');
    expect(stdout).toContain('  ~ the description of header campaign was rewritten\n');
    expect(stdout).toContain('  ~ The documentation of shop.OrderPlaced.orderId was added\n');
  });

  it('makes release notes as markdown, the same at every run', async () => {
    const root = await edited(edits);
    const { stdout } = await command(root, 'diff', 'git:main', '--format', 'markdown');
    expect(stdout).toContain('### Contracts from main to the files as they are\n\n5 differences, 3 breaks; ');
    expect(stdout).toContain(
      '#### Channels\n\n- `shop.orders` **breaking**: billing receives it (money-team), shop sends it (shop-team)\n  - Changed: partitions: 6 became 12\n',
    );
    expect(await command(root, 'diff', 'git:main', '--format', 'markdown')).toMatchObject({ stdout });
  });

  it('gives all of it to machines', async () => {
    const root = await edited({ 'asyncapi/channels/orders.yaml': [['partitions: 6', 'partitions: 12']] });
    const { stdout } = await command(root, 'diff', 'git:main', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      before: 'main',
      after: 'the files as they are',
      sections: [
        {
          part: 'channel',
          name: 'shop.orders',
          differences: [{ kind: 'changed', text: 'partitions: 6 became 12', isText: false }],
          affected: [{ application: 'billing', action: 'receive', owner: 'money-team' }, { application: 'shop' }],
          breaking: true,
          findings: [{ ruleId: 'PARTITIONS_CHANGED', severity: 'error', subject: 'shop.orders' }],
        },
      ],
    });
  });

  it('compares any two states, in either direction', async () => {
    const root = await edited({ 'asyncapi/channels/orders.yaml': [['partitions: 6', 'partitions: 12']] });
    expect((await command(root, 'diff', '.', 'git:main')).stdout).toContain('  ~ partitions: 12 became 6\n');
    expect((await command(root, 'diff', base, 'git:main')).stdout).toContain('\nnothing differs in meaning\n');
  });

  it('tells of what came and went', async () => {
    const root = await edited({
      'asyncapi/shop.yaml': [
        ['  visits:\n    $ref: ./channels/visits.yaml\n', ''],
        ["  sendVisits:\n    action: send\n    channel: { $ref: '#/channels/visits' }\n", ''],
        ['servers:\n', 'servers:\n  next: { host: "next.example:9092", protocol: kafka }\n'],
      ],
    });
    const { stdout } = await command(root, 'diff', 'git:main');
    expect(stdout).toContain('  + server next: kafka://next.example:9092\n');
    expect(stdout).toContain('  - operation sendVisits: send Visited to shop.visits.{region}\n');
    expect(stdout).toMatch(/channel shop\.visits\.\{region\}\n {2}- the channel\n {2}! error CHANNEL_REMOVED/);
    expect(stdout).toContain('schema shop.Visited\n  - the schema, version 1\n');
    const back = await command(root, 'diff', '.', 'git:main');
    expect(back.stdout).toContain('channel shop.visits.{region}\n  + the channel\n  + message Visited\n');
  });

  it('passes over texts for people where a lock has none', async () => {
    const root = await edited({});
    expect((await command(root, 'release')).exitCode).toBe(0);
    expect((await command(root, 'diff')).stdout).toContain('\nnothing differs in meaning\n');
    expect((await command(root, 'diff')).stdout).not.toContain('rewritten');
  });

  it('compares with what a registry holds, which is schemas only', async () => {
    const server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
    try {
      const root = await edited({});
      expect((await command(root, 'registry', 'push', '--url', server.url)).exitCode).toBe(0);
      expect((await command(root, 'diff', `registry:${server.url}`)).stdout).toContain(
        '\nnothing differs in meaning\n',
      );
      editProject(root, [
        {
          file: 'asyncapi/schemas/order-placed.v1.avsc',
          from: '"default": null',
          to: '"default": null, "x-unit": "m"',
        },
        { file: 'asyncapi/channels/orders.yaml', from: 'partitions: 6', to: 'partitions: 12' },
      ]);
      const { stdout } = await command(root, 'diff', `registry:${server.url}`);
      expect(stdout).toContain('schema shop.OrderPlaced\n');
      expect(stdout).not.toContain('partitions');
    } finally {
      await server.close();
    }
  });

  it('refuses a registry as the second, exit code 2', async () => {
    const outcome = await command(await edited({}), 'diff', 'git:main', 'registry:http://127.0.0.1:1');
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toContain('Write `eventwright diff registry:<address>`');
  });
});
