import { invalidVariable, portVariable, textVariable, type Variables } from './variables.ts';

/** What the environment says of where a service runs. */
export interface ServiceSettings {
  readonly brokers: readonly string[];
  /** Name of the client of Kafka; undefined for the default. */
  readonly client: string | undefined;
  readonly registryUrl: string;
  /** Where the service keeps what it has on this machine. */
  readonly dataDirectory: string;
  readonly health: { readonly host: string; readonly port: number };
}

/** Reads `KAFKA_BROKERS`, `KAFKA_CLIENT`, `SCHEMA_REGISTRY_URL`, `DATA_DIRECTORY`, `HEALTH_HOST` and `HEALTH_PORT`. Throws `CONFIGURATION_INVALID`. */
export function readServiceSettings(variables: Variables): ServiceSettings {
  return {
    brokers: brokersOf(textVariable(variables, 'KAFKA_BROKERS') ?? '127.0.0.1:19092'),
    client: textVariable(variables, 'KAFKA_CLIENT'),
    registryUrl: registryUrlOf(textVariable(variables, 'SCHEMA_REGISTRY_URL') ?? 'http://127.0.0.1:8081'),
    dataDirectory: textVariable(variables, 'DATA_DIRECTORY') ?? '.eventwright',
    health: {
      host: textVariable(variables, 'HEALTH_HOST') ?? '127.0.0.1',
      port: portVariable(variables, 'HEALTH_PORT', 0),
    },
  };
}

function brokersOf(text: string): readonly string[] {
  const brokers = text.split(',').map((broker) => broker.trim());
  const wrong = brokers.find((broker) => !/^(\[[\d:a-f]+\]|[^\s:/@]+):\d{1,5}$/i.test(broker));
  if (wrong === undefined) return brokers;
  // What is no address may be a URL with a password.
  throw invalidVariable('KAFKA_BROKERS', 'no list of addresses', 'host:port, several separated by commas');
}

function registryUrlOf(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw invalidVariable('SCHEMA_REGISTRY_URL', 'no http or https URL', 'one such as http://127.0.0.1:8081');
}
