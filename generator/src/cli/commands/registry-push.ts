import { schemaText } from '@eventwright/avro';
import { type Registration, registrationsOf } from '../../model/registrations.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { createRegistryClient, type RegistryClient } from '../registry-client.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';

export interface PushOptions {
  readonly url: string;
  /** Change nothing. */
  readonly dryRun?: boolean;
}

type Outcome = 'registered' | 'unchanged' | 'to register' | 'refused';

/** What became of one schema version. */
interface Pushed {
  readonly subject: string;
  /** The version by the file's name; the registry counts its own. */
  readonly version: number;
  readonly level: string;
  readonly outcome: Outcome;
  readonly id: number | null;
  /** Why the registry refuses it. */
  readonly reasons: readonly string[];
}

/**
 * `eventwright registry push`. Subject by subject, oldest version first, the level before the first version. What the
 * registry has already is left alone, so pushing again changes nothing. A refused version ends its subject, not the others.
 */
export async function push(container: Container, { url, dryRun = false }: PushOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('registry push', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const client = createRegistryClient(url, container.io.signal);
  const pushed: Pushed[] = [];
  for (const [subject, registrations] of bySubject(registrationsOf(project.contracts.model))) {
    container.progress(subject);
    pushed.push(...(await pushSubject(client, registrations, dryRun)));
  }
  const isRefused = pushed.some(({ outcome }) => outcome === 'refused');
  return printReport(container, {
    ...report,
    exitCode: isRefused ? exitCode.findings : exitCode.clean,
    lines: [
      ...pushed.flatMap((one) => one.reasons.map((reason) => `${one.subject} v${one.version}: ${reason}`)),
      ...summary(pushed),
    ],
    data: { pushed: pushed.map((one) => ({ ...one })) },
  });
}

const bySubject = (registrations: readonly Registration[]): ReadonlyMap<string, readonly Registration[]> =>
  Map.groupBy(registrations, ({ subject }) => subject);

async function pushSubject(
  client: RegistryClient,
  registrations: readonly Registration[],
  dryRun: boolean,
): Promise<readonly Pushed[]> {
  const pushed: Pushed[] = [];
  for (const registration of registrations) {
    if (pushed.length === 0 && !dryRun) await ensureLevel(client, registration);
    const next = await pushVersion(client, registration, dryRun);
    pushed.push(next);
    if (next.outcome === 'refused') break;
  }
  return pushed;
}

async function ensureLevel(client: RegistryClient, { subject, compatibility }: Registration): Promise<void> {
  if ((await client.level(subject)) !== compatibility) await client.setLevel(subject, compatibility);
}

async function pushVersion(
  client: RegistryClient,
  { subject, schema, compatibility }: Registration,
  dryRun: boolean,
): Promise<Pushed> {
  const text = schemaText(schema.schema);
  const common = { subject, version: schema.version, level: compatibility, id: null, reasons: [] };
  const known = await client.lookUp(subject, text);
  if (known !== undefined) return { ...common, outcome: 'unchanged', id: known.id };
  const result = dryRun ? await client.check(subject, text) : await client.register(subject, text);
  if (result === undefined) return { ...common, outcome: 'to register' };
  if ('refused' in result) return { ...common, outcome: 'refused', reasons: result.refused };
  return { ...common, outcome: 'registered', id: result.id };
}

function summary(pushed: readonly Pushed[]): readonly string[] {
  const rows = pushed.map(({ subject, version, level, outcome, id }) => [
    subject,
    `v${version}`,
    level,
    id === null ? outcome : `${outcome}, id ${id}`,
  ]);
  const outcomes = ['registered', 'unchanged', 'to register', 'refused'] as const;
  const counts = outcomes.flatMap((outcome) => {
    const count = pushed.filter((one) => one.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  return [...table(rows), `${plural(pushed.length, 'schema version')}: ${counts.join(', ')}`];
}
