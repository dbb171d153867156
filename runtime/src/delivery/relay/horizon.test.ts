import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHorizon } from './horizon.ts';

describe('createHorizon', () => {
  it('is where numbers were two moments ago, once the transactions of the moment between have ended', () => {
    const horizon = createHorizon();
    expect(horizon.observe({ last: 10n, ended: 5n, begun: 8n })).toBe(0n);
    expect(horizon.observe({ last: 12n, ended: 6n, begun: 9n })).toBe(0n);
    expect(horizon.observe({ last: 15n, ended: 8n, begun: 11n })).toBe(0n);
    expect(horizon.observe({ last: 15n, ended: 9n, begun: 11n })).toBe(10n);
  });

  it('falls back where numbers do: the database is a copy that lags behind', () => {
    const horizon = createHorizon();
    for (let at = 1n; at < 5n; at += 1n) horizon.observe({ last: at, ended: at, begun: at });
    expect(horizon.observe({ last: 4n, ended: 9n, begun: 9n })).toBeGreaterThan(0n);
    expect(horizon.observe({ last: 3n, ended: 9n, begun: 9n })).toBe(0n);
  });

  it('never passes a row that is still to be committed', () => {
    // Transactions begin, draw numbers and end in any order; now and then somebody looks.
    const step = fc.constantFrom('begin', 'draw', 'end', 'look');
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat(5)), { maxLength: 200 }), (steps) => {
        const horizon = createHorizon();
        const open: { readonly id: bigint; readonly drawn: bigint[] }[] = [];
        let next = { transaction: 1n, number: 0n };
        for (const [kind, which] of steps) {
          const at = which % Math.max(1, open.length);
          if (kind === 'begin') {
            open.push({ id: next.transaction, drawn: [] });
            next = { ...next, transaction: next.transaction + 1n };
          }
          if (kind === 'draw' && open[at] !== undefined) {
            next = { ...next, number: next.number + 1n };
            open[at].drawn.push(next.number);
          }
          if (kind === 'end') open.splice(at, 1);
          if (kind !== 'look') continue;
          const oldest = open.reduce((least, { id }) => (id < least ? id : least), next.transaction);
          const reached = horizon.observe({ last: next.number, ended: oldest, begun: next.transaction });
          for (const { drawn } of open) for (const number of drawn) expect(number).toBeGreaterThan(reached);
        }
      }),
    );
  });
});
