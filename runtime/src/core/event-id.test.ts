import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DerivedFrom, derivedEventId, eventIds } from './event-id.ts';

const from: DerivedFrom = {
  source: '/orders',
  causeId: '0199f0a0-0000-7000-8000-000000000001',
  message: 'OrderConfirmed',
  key: Uint8Array.of(1, 2, 3),
  ordinal: 0,
};

describe('derivedEventId', () => {
  it('is a UUIDv5 and the same for the same origin, in every process and every release', () => {
    expect(derivedEventId(from)).toBe(derivedEventId({ ...from, key: Uint8Array.of(1, 2, 3) }));
    expect(derivedEventId(from)).toBe('f0666dff-cd85-5781-8fc6-c9dfeab1450b');
    expect(derivedEventId(from)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('differs as soon as anything it derives from differs', () => {
    const others = [
      { ...from, source: '/payments' },
      { ...from, causeId: 'another' },
      { ...from, message: 'OrderRejected' },
      { ...from, key: Uint8Array.of(1, 2, 4) },
      { ...from, ordinal: 1 },
    ];
    expect(new Set([from, ...others].map(derivedEventId)).size).toBe(6);
  });

  it('does not mix up neighbouring parts', () => {
    const text = fc.string({ maxLength: 4 });
    fc.assert(
      fc.property(text, text, text, text, (source, causeId, otherSource, otherCauseId) => {
        fc.pre(source !== otherSource || causeId !== otherCauseId);
        const one = derivedEventId({ ...from, source, causeId });
        expect(one).not.toBe(derivedEventId({ ...from, source: otherSource, causeId: otherCauseId }));
      }),
    );
  });
});

describe('eventIds', () => {
  it('gives UUIDv7 that begin with the milliseconds of the clock', () => {
    const id = eventIds(() => new Date(0x0199f0a01234))();
    expect(id).toMatch(/^0199f0a0-1234-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('ascends, also within a millisecond and when the clock jumps back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1_000, max: 1_003 }), { minLength: 2, maxLength: 50 }), (times) => {
        let index = 0;
        const newId = eventIds(() => new Date(times[index++ % times.length] ?? 0));
        const ids = times.map(() => newId());
        expect([...ids].sort()).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('does not run out of ids within one millisecond', () => {
    const newId = eventIds(() => new Date(5));
    const ids = Array.from({ length: 10_000 }, newId);
    expect(new Set(ids).size).toBe(10_000);
    expect([...ids].sort()).toEqual(ids);
  });
});
