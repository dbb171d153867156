import { describe, expect, it } from 'vitest';
import { readServiceSettings } from './service-settings.ts';

describe('readServiceSettings', () => {
  it('takes the addresses of a development stack where the environment has none, or empty ones', () => {
    const defaults = {
      brokers: ['127.0.0.1:19092'],
      client: undefined,
      registryUrl: 'http://127.0.0.1:8081',
      dataDirectory: '.eventwright',
      health: { host: '127.0.0.1', port: 0 },
    };
    expect(readServiceSettings({})).toEqual(defaults);
    expect(readServiceSettings({ KAFKA_BROKERS: '', KAFKA_CLIENT: '', HEALTH_PORT: ' ' })).toEqual(defaults);
  });

  it('takes what the environment has', () => {
    const variables = {
      KAFKA_BROKERS: 'a:9092, [::1]:9093',
      KAFKA_CLIENT: 'platformatic',
      SCHEMA_REGISTRY_URL: 'https://user:word@registry.example',
      DATA_DIRECTORY: '/var/lib/shop',
      HEALTH_HOST: '0.0.0.0',
      HEALTH_PORT: '9464',
    };
    expect(readServiceSettings(variables)).toEqual({
      brokers: ['a:9092', '[::1]:9093'],
      client: 'platformatic',
      registryUrl: variables.SCHEMA_REGISTRY_URL,
      dataDirectory: '/var/lib/shop',
      health: { host: '0.0.0.0', port: 9464 },
    });
  });

  it.each([
    ['KAFKA_BROKERS', 'kafka', 'no list of addresses. Set it to host:port'],
    ['KAFKA_BROKERS', 'a:9092,,b:9092', 'no list of addresses'],
    ['SCHEMA_REGISTRY_URL', 'registry:8081', 'no http or https URL. Set it to one such as http://127.0.0.1:8081.'],
    ['HEALTH_PORT', '70000', "'70000'. Set it to a whole number from 0 to 65535, such as 0."],
    ['HEALTH_PORT', 'http', "'http'. Set it to"],
    ['HEALTH_PORT', '-1', "'-1'. Set it to"],
  ])('says that %s cannot be %j, and what it has to be', (name, value, rest) => {
    const read = () => readServiceSettings({ [name]: value });
    expect(read).toThrow(`[CONFIGURATION_INVALID] The environment variable ${name} is ${rest}`);
  });

  it('repeats no password', () => {
    const read = () => readServiceSettings({ KAFKA_BROKERS: 'user:word@broker:9092' });
    expect(read).toThrow(/^(?!.*word)/);
  });
});
