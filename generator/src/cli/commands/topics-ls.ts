import type { TopicSpec } from '@eventwright/runtime';
import type { ContractModel } from '../../model/contract-model.ts';
import { deadLetterChannels } from '../../model/dead-letter-channels.ts';
import { isError } from '../../model/finding.ts';
import type { Container } from '../container.ts';
import type { ExitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';

/** Every topic that the contracts need, dead letter topics included, by name. */
export function topicsOf(model: ContractModel): readonly TopicSpec[] {
  return [...model.channels, ...deadLetterChannels(model)]
    .map(({ address, partitions, replicas, config }) => ({ topic: address, partitions, replicas, config }))
    .sort((a, b) => (a.topic < b.topic ? -1 : 1));
}

/** `eventwright topics ls` */
export async function listTopics(container: Container): Promise<ExitCode> {
  const project = await openProject(container);
  const topics = topicsOf(project.contracts.model);
  const rows = topics.map(({ topic, partitions, replicas, config }) => [
    topic,
    plural(partitions, 'partition'),
    plural(replicas, 'replica'),
    Object.entries(config)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  ]);
  return printReport(container, {
    ...reportOf('topics ls', project, project.contracts.ownFindings.filter(isError)),
    lines: table(rows),
    data: { topics: topics.map(({ config, ...topic }) => ({ ...topic, config })) },
  });
}
