import type { Transport } from '@eventwright/runtime';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { openChannelLines, openChannelsOf, topicsOf } from './topics-ls.ts';

export interface ApplyOptions {
  /** `host:port,host:port` */
  readonly brokers: string;
}

/** `eventwright topics apply` */
export async function apply(container: Container, { brokers }: ApplyOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('topics apply', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const topics = topicsOf(project.contracts.model);
  const open = openChannelsOf(project.contracts.model);
  container.progress(`connecting to ${brokers}`);
  const transport = await connect(brokers);
  try {
    const created = await transport.ensureTopics(topics).catch((error: unknown) => fail(brokers, error));
    const lines = [
      ...created.map((topic) => `created ${topic}`),
      ...openChannelLines(open),
      `${plural(created.length, 'topic')} created, ${topics.length - created.length} already there`,
    ];
    return await printReport(container, {
      ...report,
      lines,
      data: { created, topics: topics.length, open: open.map((one) => ({ ...one })) },
    });
  } finally {
    await transport.close();
  }
}

async function connect(brokers: string): Promise<Transport> {
  const { connectKafka } = await import('@eventwright/runtime/kafka');
  const list = brokers.split(',').map((broker) => broker.trim());
  return connectKafka({ brokers: list, clientId: 'eventwright' }).catch((error: unknown) => fail(brokers, error));
}

function fail(brokers: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new CliError(exitCode.environment, `Kafka at ${brokers} failed: ${reason}`, {
    help: 'Is it running there? `npm run kafka` starts one for development.',
    cause: error,
  });
}
