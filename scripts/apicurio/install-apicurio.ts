import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../process/run.ts';
import { EnvironmentError } from '../script-error.ts';

const version = '3.3.3';

/** `.apicurio` in the repository, ignored by git; may be thrown away at any time. */
const directory: string = fileURLToPath(new URL('../../.apicurio', import.meta.url));

const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** The folder of the application. The first call fetches it (159 MB) from Maven Central, later ones find it there. */
export async function installApicurio(onProgress: (line: string) => void): Promise<string> {
  const application = join(directory, `app-${version}`);
  if (existsSync(join(application, 'quarkus-run.jar'))) return application;
  await mkdir(directory, { recursive: true });
  const scratch = await mkdtemp(join(directory, 'fetch-'));
  try {
    onProgress(`fetching Apicurio Registry ${version} from Maven Central (once, about 159 MB)`);
    await fetchInto(scratch);
    await rename(join(scratch, 'app'), application).catch((error: unknown) => {
      // Somebody else was faster; the files are the same.
      if (!existsSync(join(application, 'quarkus-run.jar'))) throw error;
    });
    return application;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fetchInto(scratch: string): Promise<void> {
  const artifact = `-Dartifact=io.apicurio:apicurio-registry-app:${version}:tar.gz:all`;
  await must('mvn', ['-B', '-q', copy, artifact, `-DoutputDirectory=${scratch}`], 'Maven could not fetch it');
  const application = join(scratch, 'app');
  await mkdir(application);
  const archive = join(scratch, `apicurio-registry-app-${version}-all.tar.gz`);
  await must('tar', ['xzf', archive, '-C', application], 'the archive could not be unpacked');
}

async function must(program: string, args: readonly string[], failure: string): Promise<void> {
  const result = await run(program, args).catch(() => undefined);
  if (result?.code === 0) return;
  const reason = result === undefined ? `'${program}' does not run: install it` : firstError(result.output);
  throw new EnvironmentError(`no Apicurio Registry ${version}: ${failure}: ${reason}`);
}

function firstError(output: string): string {
  return output.split('\n').find((line) => line.includes('ERROR')) ?? output.slice(-500);
}
