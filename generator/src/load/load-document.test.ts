import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../test/temporary-project.ts';
import type { Document } from '../model/document.ts';
import { loadDocument } from './load-document.ts';

const findingsOf = ({ findings }: Document): readonly string[] =>
  findings.map(({ position, ruleId, message }) => `${position.file}:${position.line} ${ruleId} ${message}`);

const load = (root: string): Promise<Document> => loadDocument({ root, contracts: 'asyncapi' });

describe('loadDocument', () => {
  it('reads application documents, what they refer to, and every schema', async () => {
    const root = await temporaryProject({
      ...smallProject,
      'asyncapi/package.json': '{ "name": "not-asyncapi" }',
      'asyncapi/notes/unused.yaml': 'never: read',
      'asyncapi/schemas/deep/unused.v3.avsc': '{ "type": "fixed", "name": "Unused", "size": 1 }',
      'asyncapi/.hidden/x.avsc': 'not read',
      'asyncapi/node_modules/x.avsc': 'not read',
    });
    const document = await load(root);
    expect(document.findings).toEqual([]);
    expect(document.applications).toEqual(['asyncapi/orders.yaml']);
    expect([...document.files.keys()]).toEqual([
      'asyncapi/order-placed.v1.avsc',
      'asyncapi/orders.yaml',
      'asyncapi/package.json',
      'asyncapi/schemas/deep/unused.v3.avsc',
    ]);
    expect([...document.schemas.keys()]).toEqual([
      'asyncapi/order-placed.v1.avsc',
      'asyncapi/schemas/deep/unused.v3.avsc',
    ]);
  });

  it('knows no difference between line ends, with a byte order mark or without', async () => {
    const plain = await load(await temporaryProject(smallProject));
    const windows = Object.entries(smallProject).map(([path, text]) => [
      path,
      `\ufeff${text.replaceAll('\n', '\r\n')}`,
    ]);
    const other = await load(await temporaryProject(Object.fromEntries(windows)));
    expect(other.findings).toEqual([]);
    expect(other.files.get('asyncapi/orders.yaml')?.root).toEqual(plain.files.get('asyncapi/orders.yaml')?.root);
  });

  it('follows no symbolic link out of the contracts folder', async () => {
    const root = await temporaryProject({
      ...smallProject,
      'secret.avsc': '{ "type": "fixed", "name": "S", "size": 1 }',
    });
    await symlink(join(root, 'secret.avsc'), join(root, 'asyncapi/link.avsc'));
    await symlink(join(root, 'nowhere'), join(root, 'asyncapi/dangling.yaml'));
    await symlink(join(root, 'asyncapi/loop.yaml'), join(root, 'asyncapi/loop.yaml'));
    expect(findingsOf(await load(root)).toSorted()).toEqual([
      'asyncapi/link.avsc:1 FILE_UNREADABLE The file is a symbolic link that leads out of the contracts folder.',
      'asyncapi/loop.yaml:1 FILE_UNREADABLE The file cannot be read (ELOOP).',
    ]);
  });

  it('does not read a file that is far too large', async () => {
    const root = await temporaryProject(smallProject);
    await writeFile(join(root, 'asyncapi/huge.yaml'), Buffer.alloc(5 * 1024 * 1024, ' '));
    expect(findingsOf(await load(root))).toEqual([
      'asyncapi/huge.yaml:1 FILE_UNREADABLE The file has 5242880 bytes; 4194304 are allowed.',
    ]);
  });

  it('survives a chain of references that is longer than any stack', async () => {
    const links = Array.from({ length: 5_000 }, (_, index) => `  l${index}: { $ref: '#/x/l${index + 1}' }\n`).join('');
    const root = await temporaryProject({ ...smallProject, 'asyncapi/chain.yaml': `asyncapi: 3.1.0\nx:\n${links}` });
    const { references } = await load(root);
    const problems = [...references.values()].flatMap((one) =>
      one.kind === 'broken' ? (one.problem?.message ?? []) : [],
    );
    expect(problems).toContainEqual(expect.stringContaining('passes more than 100 references'));
  });

  it('rejects where there is no contracts folder', async () => {
    await expect(loadDocument({ root: await temporaryProject({}), contracts: 'asyncapi' })).rejects.toThrow('ENOENT');
  });
});
