import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findJava } from '../../../scripts/kafka/java.ts';
import { run } from '../../../scripts/process/run.ts';
import { EnvironmentError } from '../../../scripts/script-error.ts';

/** The newest release of Avro's own implementation. */
export const avroVersion = '1.12.1';

/** What Avro Java says of two schemas and of data written with one of them. */
export interface Verdict {
  /** Why Java takes one of the two for no schema; nothing else is there then. */
  readonly refused?: string;
  readonly incompatibilities?: readonly {
    readonly type: string;
    readonly location: string;
    readonly message: string;
  }[];
  /** What the checker threw instead. */
  readonly thrown?: string;
  readonly reader?: SchemaFacts;
  readonly writer?: SchemaFacts;
  /** For each datum `read`, or why not; `invalid: ...` for what is none of the writer. */
  readonly read?: readonly string[];
}

export interface SchemaFacts {
  /** The parsing canonical form. */
  readonly canonical: string;
  /** CRC-64-AVRO as a signed number. */
  readonly fingerprint: string;
}

export interface Question {
  /** As JSON text. */
  readonly reader: string;
  readonly writer: string;
  /** In Avro's JSON encoding, as text. */
  readonly data: readonly string[];
}

export interface AvroJudge {
  ask(question: Question): Promise<Verdict>;
  /** How many pairs are checked in a second, over and over for so many milliseconds, after as long to warm up. */
  measure(pairs: readonly Pick<Question, 'reader' | 'writer'>[], milliseconds: number): Promise<number>;
  stop(): Promise<void>;
}

const folder = fileURLToPath(new URL('../../../.avro-java', import.meta.url));
const program = fileURLToPath(new URL('./AvroJudge.java', import.meta.url));

/**
 * Starts Avro Java, fetched once from Maven Central. Rejects with `EnvironmentError` where Java, Maven or Maven Central
 * is not to be had.
 */
export async function startAvroJudge(): Promise<AvroJudge> {
  const java = await findJava(process.env);
  const classPath = await avroClassPath();
  const child = spawn(java.command, ['-Xmx512m', '-XX:+UseSerialGC', '-cp', classPath, program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answerTo = async (question: object): Promise<string> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`Avro Java ended with ${child.exitCode}.`);
    return value;
  };
  return {
    ask: async (question) => JSON.parse(await answerTo(question)),
    measure: async (pairs, milliseconds) => JSON.parse(await answerTo({ pairs, milliseconds })).perSecond,
    stop: () => end(child, ended),
  };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end();
  await ended;
}

async function avroClassPath(): Promise<string> {
  const libraries = join(folder, `libs-${avroVersion}`);
  if (!existsSync(libraries)) await fetchLibraries(libraries);
  const jars = (await readdir(libraries)).filter((name) => name.endsWith('.jar'));
  return jars.map((jar) => join(libraries, jar)).join(delimiter);
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>eventwright</groupId><artifactId>avro-java</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.avro</groupId><artifactId>avro</artifactId><version>${avroVersion}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.13</version></dependency>
  </dependencies>
</project>
`;
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

async function fetchLibraries(libraries: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'fetch-'));
  try {
    await writeFile(join(scratch, 'pom.xml'), pom);
    const args = ['-B', '-q', '-f', 'pom.xml', copyDependencies, '-DincludeScope=runtime', '-DoutputDirectory=libs'];
    const result = await run('mvn', args, { cwd: scratch }).catch(() => undefined);
    if (result === undefined) throw new EnvironmentError("no Maven: 'mvn' does not run; install it");
    if (result.code !== 0) throw new EnvironmentError(`Maven could not fetch Avro ${avroVersion} from Maven Central`);
    await rename(join(scratch, 'libs'), libraries).catch((error: unknown) => {
      // Somebody else was faster; the files are the same.
      if (!existsSync(libraries)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
