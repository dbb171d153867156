import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { counters, gauges, histograms } from './instruments.ts';
import { openPrometheus } from './open-prometheus.ts';

const guide = readFileSync(new URL('../../../docs/guides/telemetry.md', import.meta.url), 'utf8');

describe('the guide on telemetry', () => {
  it('lists every metric by both names', async () => {
    const prometheus = openPrometheus();
    const text = await prometheus.text();
    prometheus.close();
    const scraped = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    const named = Object.values({ ...counters, ...histograms, ...gauges }).map(({ name }) => name);
    const rows = [...guide.matchAll(/^\| `([\w.]+)` \| `(\w+)` \|/gm)];
    expect(rows.map(([, name]) => name).toSorted()).toEqual(named.toSorted());
    expect(rows.map(([, , name]) => name).toSorted()).toEqual(scraped.toSorted());
  });
});
