import { describe, expect, it } from 'vitest';
import { checkTopicSpec, topicSettings } from './topic-settings.ts';

const DEFAULTS = { segmentBytes: 1_000, retentionMs: 2_000, retentionBytes: 3_000 };
const settings = (config: Readonly<Record<string, string>>) => topicSettings({ topic: 'orders', config }, DEFAULTS);

describe('topicSettings', () => {
  it('takes the defaults, and the record size of Kafka, where the topic does not say', () => {
    expect(settings({})).toEqual({ ...DEFAULTS, maxRecordBytes: 1_048_588 });
  });

  it("takes the topic's configuration, by Kafka's names", () => {
    const config = { 'max.message.bytes': '1', 'segment.bytes': '2', 'retention.ms': '3', 'retention.bytes': '4' };
    expect(settings(config)).toEqual({ maxRecordBytes: 1, segmentBytes: 2, retentionMs: 3, retentionBytes: 4 });
  });

  it('reads -1 as no limit', () => {
    const unlimited = Number.POSITIVE_INFINITY;
    expect(settings({ 'retention.ms': '-1', 'retention.bytes': '-1' })).toMatchObject({
      retentionMs: unlimited,
      retentionBytes: unlimited,
    });
  });

  it('keeps segments small enough to be read in one piece', () => {
    expect(settings({ 'segment.bytes': '1073741824' }).segmentBytes).toBe(64 << 20);
  });

  it('removes nothing from a compacted topic', () => {
    const unlimited = Number.POSITIVE_INFINITY;
    expect(settings({ 'cleanup.policy': 'compact', 'retention.ms': '1' })).toMatchObject({
      retentionMs: unlimited,
      retentionBytes: unlimited,
    });
    expect(settings({ 'cleanup.policy': 'compact,delete', 'retention.ms': '1' }).retentionMs).toBe(1);
  });

  it.each(['', 'seven days', '-2', '1.5', '1e3'])('refuses %j as a number', (text) => {
    expect(() => settings({ 'retention.ms': text })).toThrow(/CONFIGURATION_INVALID.*'orders'.*'retention.ms'/);
  });
});

describe('checkTopicSpec', () => {
  it.each(['orders', 'shop.orders-v1_x', 'A', '...', 'x'.repeat(249)])('accepts the name %j', (topic) => {
    expect(() => checkTopicSpec({ topic, partitions: 1 })).not.toThrow();
  });

  it.each(['', '.', '..', '../x', 'a/b', 'a\\b', 'ä', 'a b', 'a\0', 'orders\n', 'x'.repeat(250)])(
    'refuses the name %j',
    (topic) => {
      expect(() => checkTopicSpec({ topic, partitions: 1 })).toThrow(/CONFIGURATION_INVALID/);
    },
  );

  it.each([0, -1, 1.5, Number.NaN, 10_001])('refuses %j partitions', (partitions) => {
    expect(() => checkTopicSpec({ topic: 'orders', partitions })).toThrow(/CONFIGURATION_INVALID.*'orders'/);
  });
});
