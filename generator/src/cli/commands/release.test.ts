import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { releasedProject } from '../../../test/released-project.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { change } from '../../../test/temporary-repository.ts';

const schema = 'asyncapi/order-placed.v1.avsc';
const next = 'asyncapi/order-placed.v2.avsc';
const document = 'asyncapi/orders.yaml';
const readLock = (root: string): Promise<string> => readFile(join(root, 'eventwright.lock'), 'utf8');

const withField = (name: string): string => (smallProject[schema] ?? '').replace('"orderId"', `"${name}"`);
const pointingToNext = (smallProject[document] ?? '').replace('v1.avsc', 'v2.avsc');

describe('eventwright release', () => {
  it('freezes what the contracts hold, and says so', async () => {
    const root = await temporaryProject(smallProject);
    expect(await command(root, 'release', '--quiet')).toEqual({
      exitCode: 0,
      stdout: `shop.orders-key                      v1  frozen
shop.orders-shop.orders.OrderPlaced  v1  frozen
2 schema versions frozen, 0 released before
`,
      stderr: '',
    });
    expect(await readLock(root)).toBe(await readFile(new URL('../base/fixtures/small.lock', import.meta.url), 'utf8'));
  });

  it('changes nothing when it is done again', async () => {
    const root = await releasedProject(smallProject);
    const before = await readLock(root);
    expect((await command(root, 'release', '--quiet')).stdout).toBe('nothing new: 2 schema versions released\n');
    expect(await readLock(root)).toBe(before);
  });

  it('adds the next version and leaves what was released as it is', async () => {
    const root = await releasedProject(smallProject);
    const before = (await readLock(root)).split('\n');
    await change(root, { [next]: withField('id'), [document]: pointingToNext });
    expect((await command(root, 'release', '--quiet')).stdout).toBe(`shop.orders-shop.orders.OrderPlaced  v2  frozen
changed since the last release: messages
1 schema version frozen, 2 released before
`);
    const after = (await readLock(root)).split('\n');
    const gone = before.filter((line) => !after.some((other) => other.replace(/,$/, '') === line.replace(/,$/, '')));
    expect(gone.map((line) => line.slice(0, 29))).toEqual(['    { "name": "OrderPlaced", ']);
  });

  it('writes nothing with --dry-run', async () => {
    const root = await temporaryProject(smallProject);
    const { exitCode, stdout } = await command(root, 'release', '--dry-run');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining('2 schema versions to freeze, 0 released before\n'),
    ]);
    await expect(readLock(root)).rejects.toThrow('ENOENT');
  });

  it('finds with --check what is not released, and writes nothing', async () => {
    const root = await releasedProject(smallProject);
    expect((await command(root, 'release', '--check')).exitCode).toBe(0);
    const before = await readLock(root);
    await change(root, { [document]: (smallProject[document] ?? '').replace('1.0.0', '1.1.0') });
    expect(await command(root, 'release', '--check', '--quiet')).toEqual({
      exitCode: 1,
      stdout:
        'changed since the last release: applications\n' +
        '0 schema versions not released, 2 released before; run `eventwright release`\n',
      stderr: '',
    });
    expect(await readLock(root)).toBe(before);
  });

  it('takes a lock that git has checked out with line ends of Windows for the same', async () => {
    const root = await releasedProject(smallProject);
    await change(root, { 'eventwright.lock': (await readLock(root)).replaceAll('\n', '\r\n') });
    expect((await command(root, 'release', '--check')).exitCode).toBe(0);
  });

  it('says the same in JSON', async () => {
    const { stdout } = await command(await temporaryProject(smallProject), 'release', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'release',
      frozen: [
        { subject: 'shop.orders-key', version: 1 },
        { subject: 'shop.orders-shop.orders.OrderPlaced', version: 1 },
      ],
    });
  });

  it('refuses contracts with an error and leaves the lock alone', async () => {
    const root = await releasedProject(smallProject);
    const before = await readLock(root);
    await change(root, { [next]: withField('order id'), [document]: pointingToNext });
    const { exitCode, stdout } = await command(root, 'release');
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('AVRO_NAME_INVALID')]);
    expect(await readLock(root)).toBe(before);
  });

  it('refuses a released schema that was changed, be it in a default, a doc or a logical type', async () => {
    const field = '{ "name": "orderId", "type": "string" }';
    const edits = [
      field.replace(' }', ', "doc": "The order." }'),
      field.replace(' }', ', "default": "" }'),
      field.replace('"string"', '{ "type": "string", "logicalType": "uuid" }'),
    ];
    for (const edit of edits) {
      const root = await releasedProject(smallProject);
      await change(root, { [schema]: (smallProject[schema] ?? '').replace(field, edit) });
      const { exitCode, stdout } = await command(root, 'release');
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`${schema}:1:1 error SCHEMA_RELEASED_CHANGED
  Version 1 of shop.orders.OrderPlaced is released and was changed.`);
      expect(stdout).toContain('`eventwright new version OrderPlaced`');
    }
  });

  it('does not mind another layout of a released schema', async () => {
    const root = await releasedProject(smallProject);
    await change(root, { [schema]: JSON.stringify(JSON.parse(smallProject[schema] ?? '')) });
    expect((await command(root, 'release')).exitCode).toBe(0);
  });

  it('refuses where a released schema is gone, and shows its line in the lock', async () => {
    const root = await releasedProject(smallProject);
    await rename(join(root, schema), join(root, next));
    await change(root, { [document]: pointingToNext });
    const { exitCode, stdout } = await command(root, 'release');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`eventwright.lock:8:5 error SCHEMA_RELEASED_REMOVED
  Version 1 of shop.orders.OrderPlaced is released, and nothing defines it any more.`);
  });

  it('lets an event go, and keeps what was released of it', async () => {
    const renamed = (smallProject[document] ?? '').replace('address: shop.orders', 'address: shop.sales');
    const root = await releasedProject(smallProject);
    await change(root, { [document]: renamed });
    expect((await command(root, 'release')).exitCode).toBe(0);
    expect(await readLock(root)).toContain('{ "subject": "shop.orders-shop.orders.OrderPlaced", "version": 1,');
    await change(root, { [document]: smallProject[document], [schema]: withField('id') });
    expect((await command(root, 'release')).stdout).toContain('SCHEMA_RELEASED_CHANGED');
  });

  it('ends with 3 and the place where the lock is broken', async () => {
    const root = await releasedProject(smallProject);
    await change(root, { 'eventwright.lock': (await readLock(root)).replace('"version": 1', '"version": "1"') });
    const { exitCode, stdout, stderr } = await command(root, 'release', '--quiet');
    expect([exitCode, stderr]).toEqual([3, 'eventwright.lock cannot be used.\n']);
    expect(stdout).toContain('eventwright.lock:4:48 error LOCK_INVALID');
  });

  it('ends with 4 where the lock cannot be read or written', async () => {
    const root = await temporaryProject(smallProject);
    await mkdir(join(root, 'eventwright.lock'));
    expect((await command(root, 'release', '--quiet')).stderr).toBe(
      `${join(root, 'eventwright.lock')} cannot be read (EISDIR).\nIt must be a file that you may read.\n`,
    );
  });

  it('ends with 4 where the lock cannot be written, and leaves the old one', async () => {
    const root = await releasedProject(smallProject);
    const before = await readLock(root);
    await mkdir(join(root, `eventwright.lock.${process.pid}.eventwright`));
    await change(root, { [document]: (smallProject[document] ?? '').replace('1.0.0', '1.1.0') });
    const { exitCode, stderr } = await command(root, 'release', '--quiet');
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('eventwright.lock cannot be written: EISDIR')]);
    expect(await readLock(root)).toBe(before);
  });
});

describe('eventwright release, of types that several schemas use', () => {
  const money = 'asyncapi/money.v1.avsc';
  const files = {
    ...smallProject,
    [schema]: (smallProject[schema] ?? '').replace('"type": "string"', '"type": "shop.Money"'),
    [money]: '{ "type": "fixed", "name": "Money", "namespace": "shop", "size": 8 }',
  };

  it('blames the type that was changed, once, and names what holds it', async () => {
    const root = await releasedProject(files);
    await change(root, { [money]: files[money]?.replace('8', '16') });
    const { stdout } = await command(root, 'release');
    expect(stdout).toContain(`${money}:1:1 error SCHEMA_RELEASED_CHANGED
  Version 1 of shop.Money is released and was changed. It is part of shop.orders.OrderPlaced version 1.`);
    expect(stdout).toContain('1 error\n');
  });

  it('blames a newer version that takes its place', async () => {
    const root = await releasedProject(files);
    await change(root, { 'asyncapi/money.v2.avsc': files[money]?.replace('8', '16') });
    const { stdout } = await command(root, 'release');
    expect(stdout).toContain(`asyncapi/money.v2.avsc:1:1 error SCHEMA_RELEASED_SUPERSEDED
  Version 2 of shop.Money takes the place of an older one in schemas that are released.`);
    expect(stdout).toContain('1 error\n');
  });

  it('does not mind that a file was moved', async () => {
    const root = await releasedProject(files);
    await change(root, { 'asyncapi/common/money.v1.avsc': files[money] });
    await rm(join(root, money));
    expect((await command(root, 'release')).exitCode).toBe(0);
    expect(await readLock(root)).toContain('"file": "asyncapi/common/money.v1.avsc"');
  });
});
