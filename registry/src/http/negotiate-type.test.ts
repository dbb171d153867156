import { describe, expect, it } from 'vitest';
import { negotiateType } from './negotiate-type.ts';

const v1 = 'application/vnd.schemaregistry.v1+json';
const unversioned = 'application/vnd.schemaregistry+json';
const json = 'application/json';

describe('negotiateType', () => {
  it.each([
    [undefined, v1],
    ['', v1],
    ['*/*', v1],
    ['*', v1],
    ['application/*', v1],
    [json, json],
    [unversioned, unversioned],
    [`${json}, */*;q=0.1`, json],
    ['application/vnd.schemaregistry.v2+json; q=0.1, application/vnd.schemaregistry+json; q=0.9', unversioned],
    [`${v1};q=0.1, ${json};q=0.5`, json],
    ['Application/JSON', json],
    ['text/html, image/gif, *; q=.2, */*; q=.2', v1],
    [`${json};q=high`, json],
    ['text/*', undefined],
    ['application/octet-stream', undefined],
    [`${json};q=0`, undefined],
    [`*/*, ${v1};q=0`, unversioned],
  ])('for %s is %s', (accept, type) => {
    expect(negotiateType(accept)).toBe(type);
  });
});
