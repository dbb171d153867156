import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from './plain-date.ts';

const firstDay = plainDate.toEpochDay('0000-01-01');
const lastDay = plainDate.toEpochDay('9999-12-31');
const days = fc.integer({ min: firstDay, max: lastDay });

describe('plainDate', () => {
  it.each(['2026-11-21', '2024-02-29', '0000-01-01', '9999-12-31'])('takes %s', (text) => {
    expect(plainDate.parse(text)).toBe(text);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', '2026-11-21T00:00:00Z', '+12026-01-01', 'today', ''])(
    'refuses %j',
    (text) => {
      expect(plainDate.is(text)).toBe(false);
      expect(() => plainDate.parse(text)).toThrow('[VALUE_INVALID]');
    },
  );

  it('counts days from 1970-01-01', () => {
    expect(plainDate.fromEpochDay(0)).toBe('1970-01-01');
    expect(plainDate.fromEpochDay(-1)).toBe('1969-12-31');
    expect(plainDate.toEpochDay('2000-03-01')).toBe(11_017);
  });

  it('takes the day of an instant in UTC, before 1970 too', () => {
    expect(plainDate.fromDate(new Date('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21');
    expect(plainDate.fromDate(new Date('1969-12-31T23:59:59.999Z'))).toBe('1969-12-31');
    expect(plainDate.toDate('2026-11-21').toISOString()).toBe('2026-11-21T00:00:00.000Z');
  });

  it('refuses days outside the years 0000 to 9999', () => {
    for (const day of [firstDay - 1, lastDay + 1, 0.5, Number.NaN, 2 ** 31]) {
      expect(() => plainDate.fromEpochDay(day)).toThrow('[VALUE_INVALID]');
    }
    expect(() => plainDate.addDays('9999-12-31', 1)).toThrow('[VALUE_INVALID]');
  });

  it('orders as text as the days do, and comes back from its day', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [dateA, dateB] = [plainDate.fromEpochDay(a), plainDate.fromEpochDay(b)];
        expect(plainDate.toEpochDay(dateA)).toBe(a);
        expect(dateA < dateB).toBe(a < b);
        expect(plainDate.addDays(dateA, b - a)).toBe(dateB);
      }),
    );
  });
});
