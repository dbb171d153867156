import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Installation, installKafka, jvmArguments } from '../../../../scripts/kafka/installation.ts';
import { startKafka } from '../../../../scripts/kafka/start-kafka.ts';
import { freePorts } from '../../../../scripts/process/free-ports.ts';
import { run } from '../../../../scripts/process/run.ts';

/** A broker with a listener for each way to protect one. */
export interface SecuredKafka {
  /** `host:port`: encrypted; with a login; both. */
  readonly brokers: Readonly<Record<'ssl' | 'sasl' | 'both', string>>;
  /** The authority that has signed the broker's certificate, as PEM. */
  readonly ca: string;
  stop(): Promise<void>;
}

/** Who may log in, by every mechanism. */
export const user: { readonly username: string; readonly password: string } = {
  username: 'alice',
  password: 'alice-secret',
};

const storePassword = 'changeit';
const pkg = 'org.apache.kafka.common.security';
const plainLogin = `${pkg}.plain.PlainLoginModule required user_${user.username}="${user.password}";`;
const scramLogin = `${pkg}.scram.ScramLoginModule required;`;

export async function startSecuredKafka(): Promise<SecuredKafka> {
  const installation = await installKafka(() => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-keys-'));
  const [keystore, certificate] = await makeCertificate(installation, folder);
  const [open = 0, ssl = 0, sasl = 0, both = 0] = await freePorts(4);
  const names = { PLAINTEXT: open, CONTROLLER: open + 1, SSL: ssl, SASL_PLAINTEXT: sasl, SASL_SSL: both };
  const addresses = Object.entries(names).map(([name, port]) => `${name}://127.0.0.1:${port}`);
  const cluster = await startKafka({
    ports: [open],
    settings: {
      listeners: addresses.join(','),
      'advertised.listeners': addresses.filter((address) => !address.startsWith('CONTROLLER')).join(','),
      'listener.security.protocol.map': Object.keys(names)
        .map((name) => `${name}:${name === 'CONTROLLER' ? 'PLAINTEXT' : name}`)
        .join(','),
      'ssl.keystore.location': keystore,
      'ssl.keystore.password': storePassword,
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      ...logins('sasl_plaintext'),
      ...logins('sasl_ssl'),
    },
  });
  await addScramUser(installation, `127.0.0.1:${open}`);
  const at = (port: number): string => `127.0.0.1:${port}`;
  return {
    brokers: { ssl: at(ssl), sasl: at(sasl), both: at(both) },
    ca: await readFile(certificate, 'utf8'),
    async stop() {
      await cluster.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function logins(listener: string): Readonly<Record<string, string>> {
  return {
    [`listener.name.${listener}.plain.sasl.jaas.config`]: plainLogin,
    [`listener.name.${listener}.scram-sha-256.sasl.jaas.config`]: scramLogin,
    [`listener.name.${listener}.scram-sha-512.sasl.jaas.config`]: scramLogin,
  };
}

/** A key with a certificate that it has signed itself, which so is its own authority. */
async function makeCertificate({ java }: Installation, folder: string): Promise<readonly [string, string]> {
  const keytool = java.command === 'java' ? 'keytool' : join(dirname(java.command), 'keytool');
  const [keystore, certificate] = [join(folder, 'broker.p12'), join(folder, 'broker.pem')];
  const store = ['-keystore', keystore, '-storepass', storePassword, '-alias', 'broker'];
  const subject = ['-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1', '-validity', '2'];
  await succeed(keytool, ['-genkeypair', '-keyalg', 'RSA', '-storetype', 'PKCS12', ...subject, ...store]);
  await succeed(keytool, ['-exportcert', '-rfc', '-file', certificate, ...store]);
  return [keystore, certificate];
}

async function addScramUser(installation: Installation, broker: string): Promise<void> {
  const { username, password } = user;
  // One request changes one credential of a user.
  for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
    await succeed(installation.java.command, [
      ...jvmArguments(installation),
      'kafka.admin.ConfigCommand',
      ...['--bootstrap-server', broker, '--alter', '--add-config', `${mechanism}=[password=${password}]`],
      ...['--entity-type', 'users', '--entity-name', username],
    ]);
  }
}

async function succeed(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Error(`${command} failed (exit code ${code}):\n${output}`);
}
