import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = new URL('..', import.meta.url);

interface Container {
  readonly command?: unknown;
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly unknown[] };
}

const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

// No Docker where the tests run: what can be wrong in the text is looked for here.
const compose: { services: Readonly<Record<string, Container>> } = parse(read('docker-compose.yml'), { merge: true });
const containers = Object.entries(compose.services);

/** The folders of services that run by themselves. */
const services = readdirSync(new URL('services', root)).filter(
  (name) => name !== 'shop' && existsSync(new URL(`services/${name}/src/main.ts`, root)),
);

describe('docker-compose.yml', () => {
  it('runs every service of the shop', () => {
    const commands = services.map((name) => [name, compose.services[name]?.command]);
    expect(commands).toEqual(services.map((name) => [name, `node services/${name}/src/main.ts`]));
  });

  it('gives each service a database of its own, under the role that owns it', () => {
    const sql = read('docker/create-databases.sql');
    for (const name of services) {
      const url = compose.services[name]?.environment?.[`DATABASE_URL_${name.toUpperCase()}`];
      expect(url).toBe(`postgres://${name}:${name}@postgres:5432/${name}`);
      expect(sql).toContain(`create role ${name} login password '${name}';`);
      expect(sql).toContain(`create database ${name} owner ${name};`);
    }
  });

  it('sets no variable that the service does not read', () => {
    // Those that every service reads alike are read by the runtime.
    const ofAll = read('runtime/src/service/service-settings.ts');
    for (const name of services) {
      const ofService = globSync(`services/${name}/src/**/*.ts`, { cwd: root })
        .filter((file) => !file.endsWith('.test.ts'))
        .map(read);
      const unread = Object.keys(compose.services[name]?.environment ?? {}).filter(
        (variable) =>
          !variable.startsWith('DATABASE_URL_') && ![ofAll, ...ofService].some((text) => text.includes(variable)),
      );
      expect(unread, name).toEqual([]);
    }
  });

  it('asks each service whether it is ready, where the runtime answers', () => {
    const health = read('runtime/src/telemetry/serve-health.ts');
    for (const name of services) {
      const { environment, healthcheck } = compose.services[name] ?? {};
      const [, port, path = ''] = /127\.0\.0\.1:(\d+)(\/\w+)/.exec(String(healthcheck?.test.at(-1))) ?? [];
      expect(port, name).toBe(String(environment?.['HEALTH_PORT']));
      expect(health).toContain(`case '${path}':`);
    }
  });

  it('publishes ports on 127.0.0.1 only', () => {
    const ports = containers.flatMap(([, { ports = [] }]) => ports);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
  });

  it('waits for containers that exist, and for the health of those that have a check', () => {
    for (const [name, { depends_on = {} }] of containers) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const container = compose.services[needed];
        expect(container, `${name} needs ${needed}`).toBeDefined();
        if (condition === 'service_healthy') expect(container?.healthcheck, needed).toBeDefined();
      }
    }
  });

  it('has commands and checks of plain words', () => {
    for (const [name, { command = [], healthcheck = { test: [] } }] of containers) {
      const words = [command, healthcheck.test].flat();
      expect(
        words.filter((word) => typeof word !== 'string'),
        name,
      ).toEqual([]);
    }
  });

  it('has schemas and topics in place before a service starts', () => {
    for (const name of services) {
      expect(compose.services[name]?.depends_on?.['setup']).toEqual({ condition: 'service_completed_successfully' });
    }
  });
});
