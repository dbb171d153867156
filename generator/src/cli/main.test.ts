import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../../test/command.ts';
import { smallProject, temporaryProject } from '../../test/temporary-project.ts';
import { run } from './main.ts';
import { version } from './version.ts';

const files = smallProject;
const brokenFiles = {
  ...files,
  'asyncapi/order-placed.v1.avsc': (files['asyncapi/order-placed.v1.avsc'] ?? '').replace('"string"', '"Strnig"'),
};

describe('the command line', () => {
  it.each([
    [['--version'], 0, `${version}\n`, ''],
    [['--help'], 0, expect.stringContaining('Usage: eventwright [options] [command]'), ''],
    [['registry', 'push', '--help'], 0, expect.stringContaining('--dry-run'), ''],
    [[], 2, '', expect.stringContaining('Usage: eventwright [options] [command]')],
    [['generat'], 2, '', "error: unknown command 'generat'\n(Did you mean generate?)\n"],
    [['generate', '--chek'], 2, '', "error: unknown option '--chek'\n(Did you mean --check?)\n"],
    [['validate', '--format', 'xml'], 2, '', expect.stringContaining('Allowed choices are text, json')],
    [['validate', '--max-warnings', 'few'], 2, '', expect.stringContaining('It must be a whole number')],
    [['registry', 'serve'], 2, '', "error: required option '--port <n>' not specified\n"],
    [['topics', 'apply'], 2, '', "error: required option '--brokers <list>' not specified\n"],
    [['validate'], 0, '1 application, 1 message, 2 schemas: no findings\n', 'reading asyncapi\n'],
    [['validate', '--quiet'], 0, '1 application, 1 message, 2 schemas: no findings\n', ''],
    [['generate', '--check', '--config', 'none.json'], 2, '', expect.stringContaining('There is no configuration at')],
    [['ls'], 0, expect.stringContaining('  OrderPlaced  v1  key string  orders -> -'), 'reading asyncapi\n'],
    [['release', '--check', '--quiet'], 1, expect.stringContaining('run `eventwright release`'), ''],
    [['new', 'version'], 2, '', "error: missing required argument 'event'\n"],
    [['topics', 'ls', '--quiet'], 0, 'shop.orders  1 partition  1 replica\n', ''],
  ])('%j', async (argv, exitCode, stdout, stderr) => {
    expect(await command(await temporaryProject(files), ...argv)).toEqual({ exitCode, stdout, stderr });
  });

  it('takes addresses from the environment that it is given, not from that of the process', async () => {
    let stderr = '';
    const exitCode = await run(['registry', 'push', '--quiet'], {
      stdout: { write: () => undefined },
      stderr: { write: (text) => (stderr += text) },
      env: { SCHEMA_REGISTRY_URL: 'from-the-environment' },
      cwd: await temporaryProject(files),
      signal: new AbortController().signal,
    });
    expect([exitCode, stderr.split('\n')[0]]).toEqual([2, "'from-the-environment' is no address of a registry."]);
  });

  it('says what to do where there is no configuration', async () => {
    const root = await temporaryProject({});
    expect(await command(root, 'validate')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        `There is no eventwright.config.json in ${root} or in a folder above it.\n` +
        'Create eventwright.config.json with { "contracts": "asyncapi" }, or name one by --config.\n',
    });
  });

  it('shows the place in a configuration that cannot be used', async () => {
    const root = await temporaryProject({
      'eventwright.config.json': '{\n  "contracts": "asyncapi",\n  "genrate": {}\n}\n',
    });
    const { exitCode, stdout } = await command(root, 'generate');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('eventwright.config.json:3:3 error CONFIG_KEY_UNKNOWN');
    expect(stdout).toContain("Did you mean 'generate'?");
  });

  it('says where a contracts folder is missing', async () => {
    const root = await temporaryProject({ 'eventwright.config.json': '{ "contracts": "nowhere" }' });
    const { exitCode, stderr } = await command(root, 'validate', '--quiet');
    expect([exitCode, stderr]).toEqual([
      2,
      `There is no folder 'nowhere' in ${root}.\nCreate it, or correct "contracts" in eventwright.config.json.\n`,
    ]);
  });

  it('gives machines the reason of a failure as JSON too', async () => {
    const { exitCode, stdout, stderr } = await command(await temporaryProject({}), 'generate', '--format', 'json');
    expect([exitCode, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'generate',
      exitCode: 2,
      findings: [],
      error: { message: expect.stringContaining('There is no eventwright.config.json') },
    });
  });

  it('asks for a report where the fault is ours, exit code 70', async () => {
    let stderr = '';
    const exitCode = await run(['ls'], {
      stdout: {
        write: () => {
          throw new Error('nobody expected this');
        },
      },
      stderr: { write: (text) => (stderr += text) },
      env: {},
      cwd: await temporaryProject(files),
      signal: new AbortController().signal,
    });
    expect(exitCode).toBe(70);
    expect(stderr).toContain('Error: nobody expected this');
    expect(stderr).toContain(
      `Please report it with the lines above, the contracts if you may show them, and this: eventwright ${version} ls`,
    );
  });

  it.each([
    [true, {}, [], true],
    [true, { NO_COLOR: '1' }, [], false],
    [true, { TERM: 'dumb' }, [], false],
    [true, {}, ['--no-color'], false],
    [false, {}, [], false],
  ])(
    'colours for a terminal (%j) with the environment %j and the flags %j: %j',
    async (isTTY, env, flags, isColored) => {
      let stdout = '';
      await run(['ls', ...flags], {
        stdout: { write: (text) => (stdout += text), isTTY },
        stderr: { write: () => undefined },
        env,
        cwd: await temporaryProject(brokenFiles),
        signal: new AbortController().signal,
      });
      expect(stdout).toContain('AVRO_NAME_UNRESOLVED');
      expect(stdout.includes('\u001b[31m')).toBe(isColored);
    },
  );

  it('ends at once with 130 when it is interrupted', async () => {
    const io = { stdout: { write: () => 0 }, stderr: { write: () => 0 }, env: {}, cwd: await temporaryProject(files) };
    expect(await run(['validate'], { ...io, signal: AbortSignal.abort() })).toBe(130);
  });
});

describe('eventwright validate', () => {
  it('shows a broken contract with the lines that it is about, exit code 3', async () => {
    const root = await temporaryProject(brokenFiles);
    expect(await command(root, 'validate', '--cwd', 'asyncapi', '--quiet')).toEqual({
      exitCode: 3,
      stdout: `order-placed.v1.avsc:5:43 error AVRO_NAME_UNRESOLVED
  The type "Strnig" is not defined.
    3 |   "name": "OrderPlaced",
    4 |   "namespace": "shop.orders",
  > 5 |   "fields": [{ "name": "orderId", "type": "Strnig" }]
      |                                           ^^^^^^^^
    6 | }
  referenced from orders.yaml:13:27, message OrderPlaced
  help: Did you mean "string"? Define it in one of the schema files, or write its full name.

1 error
`,
      stderr: '',
    });
  });

  it('prints the same as JSON', async () => {
    const { exitCode, stdout } = await command(await temporaryProject(brokenFiles), 'validate', '--format', 'json');
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      command: 'validate',
      exitCode: 3,
      summary: { errors: 1, warnings: 0 },
      findings: [{ ruleId: 'AVRO_NAME_UNRESOLVED', file: 'asyncapi/order-placed.v1.avsc', line: 5, column: 43 }],
    });
  });

  it('fails by warnings only where more of them are there than --max-warnings allows', async () => {
    const schema = files['asyncapi/order-placed.v1.avsc'] ?? '';
    const root = await temporaryProject({ ...files, 'asyncapi/order-placed.v2.avsc': schema });
    const codes = ['0', '1'].map(async (most) => (await command(root, 'validate', '--max-warnings', most)).exitCode);
    expect(await Promise.all(codes)).toEqual([1, 0]);
    expect((await command(root, 'validate')).exitCode).toBe(0);
  });
});

describe('eventwright generate', () => {
  it('writes clients, and with --check lists what is missing, stale and orphaned', async () => {
    const root = await temporaryProject(files);
    const missing = await command(root, 'generate', '--check', '--quiet');
    expect(missing.exitCode).toBe(1);
    expect(missing.stdout).toContain('A generated/orders.ts\n');
    expect(await readdir(root)).not.toContain('generated');

    const written = await command(root, 'generate', '--quiet');
    expect(written).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+ written, 0 unchanged, 0 removed in \d+ ms\n$/),
      stderr: '',
    });
    expect((await command(root, 'generate', '--check', '--quiet')).stdout).toMatch(/^\d+ files current\n$/);

    await writeFile(join(root, 'generated/orders.ts'), 'edited by hand');
    await writeFile(
      join(root, 'asyncapi/orders.yaml'),
      (files['asyncapi/orders.yaml'] ?? '').replace(' OrderPlaced:', ' OrderTaken:'),
    );
    const stale = await command(root, 'generate', '--check', '--quiet');
    expect(stale.exitCode).toBe(1);
    expect(stale.stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'A generated/messages/order-taken.ts',
        'D generated/messages/order-placed.ts',
        'M generated/orders.ts',
        expect.stringMatching(/^\d+ files not current: run `eventwright generate` and commit what it writes$/),
      ]),
    );
  });

  it('writes nothing where the contracts are broken', async () => {
    const root = await temporaryProject(files);
    await command(root, 'generate');
    const before = await readFile(join(root, 'generated/orders.ts'), 'utf8');
    await writeFile(join(root, 'asyncapi/order-placed.v1.avsc'), brokenFiles['asyncapi/order-placed.v1.avsc']);
    await writeFile(
      join(root, 'asyncapi/orders.yaml'),
      (files['asyncapi/orders.yaml'] ?? '').replace('title: Orders', 'title: Others'),
    );
    expect((await command(root, 'generate')).exitCode).toBe(3);
    expect(await readFile(join(root, 'generated/orders.ts'), 'utf8')).toBe(before);
  });

  it('writes nothing where only the official parser objects', async () => {
    const text = (files['asyncapi/orders.yaml'] ?? '').replace('info:\n', 'info:\n  colour: red\n');
    const root = await temporaryProject({ ...files, 'asyncapi/orders.yaml': text });
    const { exitCode, stdout } = await command(root, 'generate', '--quiet');
    expect(exitCode).toBe(3);
    expect(stdout).toContain('asyncapi/orders.yaml:3:3 error ASYNCAPI_DOCUMENT_RESOLVED');
    expect(await readdir(root)).not.toContain('generated');
  });

  it('needs to be told where to write', async () => {
    const root = await temporaryProject({ ...files, 'eventwright.config.json': '{ "contracts": "asyncapi" }' });
    const { exitCode, stderr } = await command(root, 'generate', '--quiet');
    expect([exitCode, stderr]).toEqual([
      2,
      'eventwright.config.json does not say where to generate to.\nAdd "generate": { "typescript": { "out": "generated/src" } }.\n',
    ]);
  });
});
