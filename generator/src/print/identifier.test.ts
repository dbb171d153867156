import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { camelCase, declarationName, kebabCase, pascalCase, propertyName, stringLiteral } from './identifier.ts';

describe('names', () => {
  it.each([
    ['OrderPlaced', 'order-placed', 'OrderPlaced', 'orderPlaced'],
    [
      'shop.warehouse.item-requests',
      'shop-warehouse-item-requests',
      'ShopWarehouseItemRequests',
      'shopWarehouseItemRequests',
    ],
    ['HTTPRequestV2', 'http-request-v-2', 'HttpRequestV2', 'httpRequestV2'],
    ['3dModel', '3-d-model', '_3DModel', '_3DModel'],
  ])('%s is %s, %s and %s', (name, kebab, pascal, camel) => {
    expect([kebabCase(name), pascalCase(name), camelCase(name)]).toEqual([kebab, pascal, camel]);
  });

  it('keep a property as written and quote it only where the language asks for it', () => {
    expect(['status', 'class', 'order-id', '__proto__', '1st'].map(propertyName)).toEqual([
      'status',
      'class',
      "'order-id'",
      "'__proto__'",
      "'1st'",
    ]);
  });

  it('move out of the way of words that the language or generated text needs', () => {
    expect(['Money', 'Date', 'class', 'Decimal'].map(declarationName)).toEqual([
      'Money',
      'Date_',
      'class_',
      'Decimal_',
    ]);
  });
});

describe('stringLiteral', () => {
  it('evaluates to the text it was made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new Function(`return ${stringLiteral(text)}`)()).toBe(text);
      }),
    );
  });
});
