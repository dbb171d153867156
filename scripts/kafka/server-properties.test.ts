import { describe, expect, it } from 'vitest';
import { type NodeAddress, serverProperties } from './server-properties.ts';

function nodeAt(id: number): NodeAddress {
  return { id, port: 19090 + 2 * id, controllerPort: 19091 + 2 * id, dataDirectory: `/data/node-${id}` };
}

function settingsOf(node: NodeAddress, cluster: readonly NodeAddress[]): ReadonlyMap<string, string> {
  const lines = serverProperties(node, cluster).trimEnd().split('\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

describe('serverProperties', () => {
  it('listens on 127.0.0.1 only', () => {
    const settings = settingsOf(nodeAt(1), [nodeAt(1)]);
    expect(settings.get('listeners')).toBe('PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093');
    expect(settings.get('advertised.listeners')).toBe('PLAINTEXT://127.0.0.1:19092');
  });

  it('keeps one copy of everything on one node', () => {
    const settings = settingsOf(nodeAt(1), [nodeAt(1)]);
    expect(settings.get('default.replication.factor')).toBe('1');
    expect(settings.get('min.insync.replicas')).toBe('1');
  });

  it('keeps three copies on three nodes, and takes records while one is away', () => {
    const cluster = [nodeAt(1), nodeAt(2), nodeAt(3)];
    const settings = settingsOf(nodeAt(2), cluster);
    expect(settings.get('controller.quorum.voters')).toBe('1@127.0.0.1:19093,2@127.0.0.1:19095,3@127.0.0.1:19097');
    expect(settings.get('node.id')).toBe('2');
    expect(settings.get('default.replication.factor')).toBe('3');
    expect(settings.get('offsets.topic.replication.factor')).toBe('3');
    expect(settings.get('min.insync.replicas')).toBe('2');
  });

  it('tells clients that come through a proxy of the proxy, and brokers of each other', () => {
    const node = { ...nodeAt(1), proxied: { port: 20_001, advertisedPort: 20_000 } };
    const settings = settingsOf(node, [node]);
    expect(settings.get('listeners')).toContain(',PROXIED://127.0.0.1:20001');
    expect(settings.get('advertised.listeners')).toBe('PLAINTEXT://127.0.0.1:19092,PROXIED://127.0.0.1:20000');
    expect(settings.get('inter.broker.listener.name')).toBe('PLAINTEXT');
  });

  it('takes settings beside and instead of ours', () => {
    const node = { ...nodeAt(1), settings: { 'num.io.threads': 4, 'group.min.session.timeout.ms': 1000 } };
    const settings = settingsOf(node, [node]);
    expect(settings.get('num.io.threads')).toBe('4');
    expect(settings.get('group.min.session.timeout.ms')).toBe('1000');
  });
});
