import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { maxBytes } from '../../src/load/read-text.ts';
import { command } from '../command.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';
import { type BadInput, contract, contractText, expectRefusal, schema, schemaText } from './refusal.ts';

const large = 50 * 1024 * 1024;
const config = 'eventwright.config.json';
const unreadable = (file: string, at = '1:1'): readonly string[] => [`${file}:${at} error FILE_UNREADABLE`];
const isRoot = process.getuid?.() === 0;
const makePipe = (path: string) => (root: string) => {
  execFileSync('mkfifo', [join(root, path)]);
};

const rows: readonly BadInput[] = [
  {
    name: 'a contract of 50 MB',
    files: { [contract]: contractText.padEnd(large, '\n') },
    exitCode: 3,
    findings: unreadable(contract),
    says: `has ${large} bytes; ${maxBytes} are allowed`,
  },
  {
    name: 'a contract of 50 MB in JSON',
    files: { 'asyncapi/more.json': '{}'.padEnd(large) },
    exitCode: 3,
    findings: unreadable('asyncapi/more.json'),
    says: `${maxBytes} are allowed`,
  },
  {
    name: 'a schema of 50 MB',
    files: { [schema]: schemaText.padEnd(large) },
    exitCode: 3,
    findings: unreadable(schema),
    says: `${maxBytes} are allowed`,
  },
  {
    name: 'a configuration of 10 MB',
    files: { [config]: '{}'.padEnd(10_000_000) },
    exitCode: 2,
    findings: unreadable(config),
    says: `${maxBytes} are allowed`,
  },
  {
    name: 'a contract in UTF-16',
    files: { [contract]: Buffer.from(`\ufeff${contractText}`, 'utf16le') },
    exitCode: 3,
    findings: unreadable(contract),
    says: 'is UTF-16, not UTF-8',
  },
  {
    name: 'a schema in UTF-16 without a mark',
    files: { [schema]: Buffer.from(schemaText, 'utf16le') },
    exitCode: 3,
    findings: unreadable(schema, '1:2'),
    says: 'holds a zero byte',
  },
  {
    name: 'a contract in Latin-1',
    files: { [contract]: Buffer.from(contractText.replace('Orders', 'Aufträge'), 'latin1') },
    exitCode: 3,
    findings: unreadable(contract),
    says: 'is not UTF-8 text',
  },
  {
    name: 'a configuration that is not UTF-8',
    files: { [config]: Buffer.from([0xc3, 0x28]) },
    exitCode: 2,
    findings: unreadable(config),
    says: 'is not UTF-8 text',
  },
  {
    name: 'a zero byte in the middle of a contract',
    files: { [contract]: contractText.replace('Orders', 'Or\0ders') },
    exitCode: 3,
    findings: unreadable(contract, '3:12'),
    says: 'holds a zero byte',
  },
  {
    name: 'a folder with the name of a configuration',
    files: { [config]: undefined },
    prepare: (root) => mkdir(join(root, config)).then(),
    exitCode: 2,
    findings: unreadable(config),
    says: 'is a folder',
  },
  {
    name: 'a folder that a reference names',
    files: { [schema]: undefined },
    prepare: (root) => mkdir(join(root, schema)).then(),
    exitCode: 3,
    findings: unreadable(schema),
    says: 'is a folder',
  },
  {
    name: 'a reference to the contracts folder itself',
    files: { [contract]: contractText.replace('./order-placed.v1.avsc', './') },
    exitCode: 3,
    findings: unreadable('asyncapi'),
    says: 'is a folder',
  },
  {
    name: 'no contracts folder',
    files: { [config]: '{ "contracts": "nowhere", "generate": { "typescript": { "out": "o" } } }' },
    exitCode: 2,
    says: "There is no folder 'nowhere'",
  },
  {
    name: 'a file for the contracts folder',
    files: { [config]: '{ "contracts": "asyncapi/orders.yaml", "generate": { "typescript": { "out": "o" } } }' },
    exitCode: 2,
    says: "There is no folder 'asyncapi/orders.yaml'",
  },
  {
    name: 'a contract that is a pipe',
    prepare: makePipe('asyncapi/pipe.yaml'),
    exitCode: 3,
    findings: unreadable('asyncapi/pipe.yaml'),
    says: 'is a device, a pipe or a socket',
  },
  {
    name: 'a schema that is a pipe',
    prepare: makePipe('asyncapi/pipe.avsc'),
    exitCode: 3,
    findings: unreadable('asyncapi/pipe.avsc'),
    says: 'is a device, a pipe or a socket',
  },
  {
    name: 'a configuration that is a pipe',
    files: { [config]: undefined },
    prepare: makePipe(config),
    exitCode: 2,
    findings: unreadable(config),
    says: 'is a device, a pipe or a socket',
  },
  {
    name: 'symbolic links in a circle',
    prepare: async (root) => {
      await symlink('b.yaml', join(root, 'asyncapi/a.yaml'));
      await symlink('a.yaml', join(root, 'asyncapi/b.yaml'));
    },
    exitCode: 3,
    findings: [...unreadable('asyncapi/a.yaml'), ...unreadable('asyncapi/b.yaml')],
    says: 'Symbolic links lead in a circle',
  },
  {
    name: 'a symbolic link that leads out',
    files: { 'secret.yaml': 'password: x\n' },
    prepare: (root) => symlink('../secret.yaml', join(root, 'asyncapi/link.yaml')),
    exitCode: 3,
    findings: unreadable('asyncapi/link.yaml'),
    says: 'leads out of the contracts folder',
  },
  {
    name: 'a symbolic link to a device',
    prepare: (root) => symlink('/dev/zero', join(root, 'asyncapi/zero.avsc')),
    exitCode: 3,
    findings: unreadable('asyncapi/zero.avsc'),
    says: 'leads out of the contracts folder',
  },
  {
    name: 'an empty schema',
    files: { [schema]: '' },
    exitCode: 3,
    findings: [`${schema}:1:1 error AVRO_JSON_INVALID`],
    says: 'The text ends where a value is expected',
  },
  {
    name: 'a reference to an empty file',
    files: {
      [contract]: contractText.replace('OrderPlaced:\n', 'Other: { $ref: ./empty.yaml }\n      OrderPlaced:\n'),
      'asyncapi/empty.yaml': '',
    },
    exitCode: 3,
    findings: [`${contract}:9:22 error REFERENCE_UNKNOWN`],
    says: 'names a file without a value',
  },
  {
    name: 'an empty contract',
    files: { [contract]: '' },
    exitCode: 3,
    findings: ['asyncapi:1:1 error CONTRACTS_EMPTY'],
    says: 'There is no AsyncAPI document',
  },
  {
    name: 'an empty configuration',
    files: { [config]: '' },
    exitCode: 2,
    findings: [`${config}:1:1 error CONFIG_INVALID`],
    says: 'The configuration is empty',
  },
  ...['%00', '%2e%2e/%2e%2e/etc/passwd', `${'a'.repeat(300)}.yaml`, 'order-placed.v1.avsc/x.yaml', '/etc/passwd'].map(
    (path): BadInput => ({
      name: `a reference to ${path.slice(0, 30)}`,
      files: { [contract]: `${contractText}x-more: { $ref: '${path}' }\n` },
      exitCode: 3,
      findings: [`${contract}:18:17 error REFERENCE_UNKNOWN`],
      says: /does not exist|leads out of the contracts folder/,
    }),
  ),
];

describe('a file that cannot be what it should', () => {
  it.each(rows)('is refused: $name', expectRefusal);

  it.skipIf(isRoot)('is refused: one that may not be read (root may read all)', async () => {
    await expectRefusal({
      name: 'no permission',
      prepare: (root) => chmod(join(root, contract), 0),
      exitCode: 3,
      findings: unreadable(contract),
      says: 'Give yourself the right to read it',
    });
  });

  it('is refused without a request where a reference names an address', async () => {
    const requests: string[] = [];
    const server = createServer(({ url = '' }, response) => response.end(requests.push(url)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has such an address.
    const { port } = server.address() as AddressInfo;
    await expectRefusal({
      name: 'an address',
      files: { [contract]: `${contractText}x-more: { $ref: 'http://127.0.0.1:${port}/x.yaml' }\n` },
      exitCode: 3,
      findings: [`${contract}:18:17 error REFERENCE_UNKNOWN`],
      says: 'is not a file of the contracts folder',
    });
    expect(requests).toEqual([]);
    server.close();
  });
});

describe('a file of another notation', () => {
  it.each([
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['lines that end as on Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['lines that end as on old Macs', (text: string) => text.replaceAll('\n', '\r')],
  ])('gives the same code: %s', async (_what, change) => {
    const changed = Object.entries(smallProject).map(([path, text]) => [path, change(text)]);
    const root = await temporaryProject(smallProject);
    expect((await command(root, 'generate', '--quiet')).exitCode).toBe(0);
    for (const [path = '', text = ''] of changed) await writeFile(join(root, path), text);
    const { exitCode, stdout } = await command(root, 'generate', '--check', '--no-cache', '--quiet');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/ files current\n$/)]);
  });
});
