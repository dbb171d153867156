import { describe, expect, it } from 'vitest';
import { sentRecords } from './sent-records.ts';

const record = (topic: string) => ({ topic, key: null, value: null, headers: new Map() });

describe('sentRecords', () => {
  it('keeps the order of the calls, whichever record is encoded first, and has no gap for one that failed', () => {
    const sent = sentRecords();
    const places = [sent.reserve(), sent.reserve(), sent.reserve()];
    places[2]?.(record('third'));
    places[0]?.(record('first'));
    expect(sent.all().map(({ topic }) => topic)).toEqual(['first', 'third']);
  });
});
