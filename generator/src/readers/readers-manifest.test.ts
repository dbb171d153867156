import { describe, expect, it } from 'vitest';
import type { FieldRead } from './field-read.ts';
import { manifestText, parseManifest } from './readers-manifest.ts';

const read: FieldRead = {
  message: 'OrderPlaced',
  part: 'value',
  path: 'total.amount',
  access: 'may read everything',
  except: ['currency'],
  service: '@acme/billing',
  applications: ['billing'],
  file: 'src/app.ts',
  line: 3,
  column: 7,
  isTest: false,
  why: 'rest of a destructuring',
  code: 'const { currency, ...rest } = total;',
};

const changed = (change: object): string =>
  JSON.stringify({ manifestVersion: 1, repository: 'billing', reads: [{ ...read, ...change }] });

describe('a manifest of readers', () => {
  it('is read as it was written, and its places are those of its repository', () => {
    const { except: _, ...plain } = read;
    const manifest = { repository: 'billing', reads: [read, { ...plain, line: 4 }] };
    expect(parseManifest(manifestText(manifest))).toEqual({
      kind: 'read',
      manifest: { repository: 'billing', reads: manifest.reads.map((one) => ({ ...one, repository: 'billing' })) },
    });
    expect(parseManifest(manifestText({ repository: 'b', reads: [] }))).toMatchObject({ kind: 'read' });
  });

  it('has a line for each place', () => {
    const text = manifestText({ repository: 'billing', reads: [read, { ...read, line: 4 }] });
    expect(text.split('\n').filter((line) => line.includes('"OrderPlaced"'))).toHaveLength(2);
  });

  it.each([
    ['', 'It is no JSON object.'],
    ['[]', 'It is no JSON object.'],
    ['{}', 'It has "manifestVersion" nowhere, not 1.'],
    ['{ "manifestVersion": 2 }', 'It has "manifestVersion" 2, not 1.'],
    ['{ "manifestVersion": 1, "repository": " " }', '"repository" must be a name.'],
    ['{ "manifestVersion": 1, "repository": "b", "reads": {} }', '"reads" must be a list.'],
    ['{ "manifestVersion": 1, "repository": "b", "reads": [null] }', '"reads", entry 1: must be an object.'],
    [changed({ message: 1 }), expect.stringContaining('"message" and "service" must be names.')],
    [changed({ part: 'body' }), expect.stringContaining('"part" must be value, key or headers.')],
    [changed({ access: 'eats' }), expect.stringContaining('"access" must be')],
    [changed({ code: 'x'.repeat(10_001) }), expect.stringContaining('must be text.')],
    [changed({ line: 0 }), expect.stringContaining('must be numbers from 1.')],
    [changed({ column: '7' }), expect.stringContaining('must be numbers from 1.')],
    [changed({ isTest: 'no' }), expect.stringContaining('"isTest" must be')],
    [changed({ applications: [1] }), expect.stringContaining('must be lists of text.')],
    [changed({ except: 'note' }), expect.stringContaining('must be lists of text.')],
  ])('is refused where it is none: %s', (text, why) => {
    expect(parseManifest(text)).toEqual({ kind: 'invalid', why });
  });

  it.each(['/etc/passwd', '../a.ts', 'a/../../b.ts', 'C:\\a.ts', 'C:/a.ts', 'a\\b.ts', '', 'a//b.ts'])(
    'names no file outside of its repository: %s',
    (file) => {
      expect(parseManifest(changed({ file }))).toMatchObject({
        kind: 'invalid',
        why: expect.stringContaining('"file"'),
      });
    },
  );
});
