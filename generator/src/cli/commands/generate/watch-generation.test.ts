import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { smallProject, temporaryProject } from '../../../../test/temporary-project.ts';
import { run } from '../../main.ts';

vi.setConfig({ testTimeout: 30_000 });

interface Watching {
  /** Everything printed so far. */
  output(): string;
  /** Interrupts it and resolves with its exit code. */
  stop(): Promise<number>;
}

let root: string;
let watching: Watching | undefined;

beforeEach(async () => {
  root = await temporaryProject(smallProject);
});

afterEach(async () => {
  await watching?.stop();
  watching = undefined;
});

function watch(): Watching {
  const interrupt = new AbortController();
  let output = '';
  const write = (text: string) => (output += text);
  const exit = run(['generate', '--watch', '--quiet'], {
    stdout: { write },
    stderr: { write },
    env: {},
    cwd: root,
    signal: interrupt.signal,
  });
  watching = {
    output: () => output,
    stop: () => {
      interrupt.abort();
      return exit;
    },
  };
  return watching;
}

const path = (name: string): string => join(root, name);
const schema = 'asyncapi/order-placed.v1.avsc';
const output = 'generated/schemas/shop/orders/order-placed.v1.ts';

const schemaWith = (...fields: readonly string[]): string =>
  (smallProject[schema] ?? '').replace(
    '"string" }]',
    `"string" }${fields.map((name) => `, { "name": "${name}", "type": "int" }`).join('')}]`,
  );

const generated = (name: string = output): Promise<string> => readFile(path(name), 'utf8').catch(() => '');

const eventually = (assert: () => unknown): Promise<unknown> => vi.waitFor(assert, { timeout: 20_000, interval: 10 });

describe('eventwright generate --watch', () => {
  it('generates at once, after each change, and ends clean when it is interrupted', async () => {
    const { output: printed, stop } = watch();
    await eventually(() => expect(printed()).toMatch(/^\d+ written, 0 unchanged, 0 removed in \d+ ms\n$/));
    await writeFile(path(schema), schemaWith('total'));
    await eventually(() => expect(printed()).toMatch(/\n1 written, \d+ unchanged, 0 removed in \d+ ms\n$/));
    expect(await generated()).toContain('readonly total: number;');
    expect(await stop()).toBe(0);
  });

  it('shows an error and goes on when it is mended', async () => {
    const { output: printed } = watch();
    await eventually(() => expect(printed()).toContain(' written, 0 unchanged'));
    await writeFile(path(schema), schemaWith('total').replace('"int"', '"nit"'));
    await eventually(() => expect(printed()).toContain('AVRO_NAME_UNRESOLVED'));
    expect(await generated()).not.toContain('total');
    await writeFile(path(schema), schemaWith('total'));
    await eventually(async () => expect(await generated()).toContain('readonly total: number;'));
    expect(printed().split('AVRO_NAME_UNRESOLVED')).toHaveLength(2);
  });

  it('survives a configuration that is broken or gone, and takes up the new one', async () => {
    const { output: printed } = watch();
    await eventually(() => expect(printed()).toContain(' written, 0 unchanged'));
    await writeFile(path('eventwright.config.json'), '{');
    await eventually(() => expect(printed()).toContain('cannot be used'));
    await rm(path('eventwright.config.json'));
    await eventually(() => expect(printed()).toContain('There is no eventwright.config.json'));
    await rename(path('asyncapi'), path('contracts'));
    await writeFile(
      path('eventwright.config.json'),
      (smallProject['eventwright.config.json'] ?? '').replace('asyncapi', 'contracts').replace('"generated"', '"out"'),
    );
    await eventually(() => expect(printed()).toMatch(/ written, 0 unchanged.* written, 0 unchanged/s));
    await writeFile(path('contracts/order-placed.v1.avsc'), schemaWith('total'));
    await eventually(async () => expect(await generated(output.replace('generated', 'out'))).toContain('total'));
  });

  it('sees files in new folders, removed ones, and files that editors put in the place of others', async () => {
    const { output: printed } = watch();
    await eventually(() => expect(printed()).toContain(' written, 0 unchanged'));
    await mkdir(path('asyncapi/a/b'), { recursive: true });
    await writeFile(path('asyncapi/a/b/money.avsc'), '{ "type": "record", "name": "shop.Money", "fields": [] }');
    await eventually(async () => expect(await generated('generated/schemas/shop/money.v1.ts')).toContain('Money'));
    await writeFile(path('asyncapi/.order-placed.swp'), schemaWith('total'));
    await rename(path('asyncapi/.order-placed.swp'), path(schema));
    await eventually(async () => expect(await generated()).toContain('total'));
    await rm(path('asyncapi/a'), { recursive: true });
    await eventually(async () => expect(await generated('generated/schemas/shop/money.v1.ts')).toBe(''));
  });

  it('drops no change, whenever it comes', async () => {
    watch();
    await eventually(async () => expect(await generated()).not.toBe(''));
    for (let round = 0; round < 40; round += 1) {
      await writeFile(path(schema), schemaWith(`field${round}`));
      // Some changes come while a run is under way, some right after it.
      for (let turn = 0; turn < (round * 7) % 40; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await eventually(async () => expect(await generated()).toContain('field39'));
  });

  it('needs a configuration to begin with', async () => {
    await rm(path('eventwright.config.json'));
    const { output: printed, stop } = watch();
    await eventually(() => expect(printed()).toContain('There is no eventwright.config.json'));
    expect(await stop()).toBe(2);
  });
});
