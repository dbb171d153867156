import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../process/run.ts';
import { EnvironmentError } from '../script-error.ts';

export const kafkaVersion = '4.3.1';

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/**
 * Kafka's own distribution adds log4j, its Maven artifact leaves it out. The binding must be the one for slf4j 1,
 * which is what Kafka brings.
 */
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>eventwright</groupId><artifactId>kafka-libraries</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-server</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.25.2</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.25.2</version></dependency>
  </dependencies>
</project>
`;

/**
 * The class path of Kafka's broker. The first call fetches the jars (46 files, 44 MB) from Maven Central into
 * `directory`, later ones find them there.
 */
export async function kafkaClassPath(directory: string, onProgress: (line: string) => void): Promise<string> {
  const libraries = join(directory, `libs-${kafkaVersion}`);
  if (!existsSync(libraries)) await fetchLibraries(directory, libraries, onProgress);
  const jars = (await readdir(libraries)).filter((name) => name.endsWith('.jar'));
  // In a fixed order, because a class data archive is only good for the class path it was made with.
  return jars
    .sort()
    .map((jar) => join(libraries, jar))
    .join(delimiter);
}

async function fetchLibraries(directory: string, libraries: string, onProgress: (line: string) => void): Promise<void> {
  await mkdir(directory, { recursive: true });
  const scratch = await mkdtemp(join(directory, 'fetch-'));
  try {
    onProgress(`fetching Kafka ${kafkaVersion} from Maven Central (once, about 44 MB)`);
    await writeFile(join(scratch, 'pom.xml'), pom);
    await runMaven(scratch, onProgress);
    await rename(join(scratch, 'libs'), libraries).catch((error: unknown) => {
      // Somebody else was faster; the files are the same.
      if (!existsSync(libraries)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function runMaven(scratch: string, onProgress: (line: string) => void): Promise<void> {
  let fetched = 0;
  const onLine = (line: string): void => {
    if (!/Downloaded from/.test(line)) return;
    fetched += 1;
    if (fetched % 25 === 0) onProgress(`fetched ${fetched} files`);
  };
  const args = ['-B', '-f', 'pom.xml', copyDependencies, '-DincludeScope=runtime', '-DoutputDirectory=libs'];
  const result = await run('mvn', args, { cwd: scratch, onLine }).catch(() => undefined);
  if (result === undefined) {
    throw new EnvironmentError(
      "no Maven: 'mvn' does not run; install it (Debian: apt-get install maven), or set KAFKA_BROKERS to a cluster that runs already",
    );
  }
  if (result.code !== 0) throw new EnvironmentError(mavenFailure(result.output));
}

function mavenFailure(output: string): string {
  const errors = output
    .split('\n')
    .filter((line) => line.startsWith('[ERROR]'))
    .slice(0, 3)
    .join('\n');
  return (
    `Maven could not fetch Kafka ${kafkaVersion}. Is Maven Central reachable from here? A mirror or a proxy is set in ` +
    `~/.m2/settings.xml; with a cluster that runs already, set KAFKA_BROKERS instead.\n${errors}`
  );
}
