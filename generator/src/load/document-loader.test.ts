import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../test/temporary-project.ts';
import { createDocumentLoader, loadDocument } from './load-document.ts';

const schema = 'asyncapi/order-placed.v1.avsc';
const other = 'asyncapi/other.avsc';

describe('a loader that remembers', () => {
  it('reads after every edit what a new one reads, and keeps what did not change', async () => {
    const root = await temporaryProject({
      ...smallProject,
      [other]: '{ "type": "enum", "name": "Other", "symbols": ["A"] }',
    });
    const options = { root, contracts: 'asyncapi' };
    const load = createDocumentLoader();
    const before = await load(options);
    const text = await readFile(join(root, schema), 'utf8');
    for (const edited of [text.replace('"fields"', '"doc": "Edited.", "fields"'), '{ "type": "record"', text]) {
      await writeFile(join(root, schema), edited);
      const after = await load(options);
      expect(after).toEqual(await loadDocument(options));
      expect(after.schemas.get(other)).toBe(before.schemas.get(other));
      expect(after.files.get('asyncapi/orders.yaml')).toBe(before.files.get('asyncapi/orders.yaml'));
    }
  });
});
