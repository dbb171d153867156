import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference } from './reference-target.ts';

const from = 'asyncapi/channels/orders.yaml';

describe('parseReference', () => {
  it.each([
    ['#/a/b', from, ['a', 'b']],
    ['#', from, []],
    ['payments.yaml', 'asyncapi/channels/payments.yaml', []],
    ['../schemas/a.v1.avsc', 'asyncapi/schemas/a.v1.avsc', []],
    ['./x.yaml#/~1orders~1%7Bid%7D/~0', 'asyncapi/channels/x.yaml', ['/orders/{id}', '~']],
  ])('%s leads to %s at %j', (text, file, pointer) => {
    expect(parseReference(text, from, 'asyncapi')).toEqual({ kind: 'place', file, pointer });
  });

  it.each([
    ['../../package.json', 'leads out of the contracts folder'],
    ['/etc/passwd', 'leads out of the contracts folder'],
    ['..\\..\\secret.yaml', 'leads out of the contracts folder'],
    ['%2e%2e/%2e%2e/package.json', 'leads out of the contracts folder'],
    ['../../asyncapi-other/a.yaml', 'leads out of the contracts folder'],
    ['https://example.com/a.yaml', 'is not a file of the contracts folder'],
    ['file:///etc/passwd', 'is not a file of the contracts folder'],
    ['//example.com/a.yaml', 'is not a file of the contracts folder'],
    ['a.yaml#anchor', 'is not a reference'],
    ['#/%E0%A4%A', 'is not a reference'],
  ])('%s is refused', (text, why) => {
    expect(parseReference(text, from, 'asyncapi')).toMatchObject({ kind: 'refused', message: `'${text}' ${why}` });
  });

  it('finds every key again by the pointer that is written for it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (keys) => {
        const escaped = keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')));
        expect(parseReference(`#/${escaped.join('/')}`, from, 'asyncapi')).toMatchObject({ pointer: keys });
      }),
    );
  });
});
