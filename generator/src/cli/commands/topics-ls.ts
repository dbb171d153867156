import type { TopicSpec } from '@eventwright/runtime';
import { channelTopics, openParameters } from '../../model/channel-topics.ts';
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
    .flatMap(({ partitions, replicas, config, ...channel }) =>
      channelTopics(channel).map((topic) => ({ topic, partitions, replicas, config })),
    )
    .sort((a, b) => (a.topic < b.topic ? -1 : 1));
}

/** A channel of which nobody knows the topics but those who use them. */
export interface OpenChannel {
  readonly address: string;
  /** Those without an enum. */
  readonly parameters: readonly string[];
}

/** The channels whose topics are not among those of `topicsOf`, by address. */
export function openChannelsOf(model: ContractModel): readonly OpenChannel[] {
  return [...model.channels, ...deadLetterChannels(model)]
    .map((channel) => ({ address: channel.address, parameters: openParameters(channel) }))
    .filter(({ parameters }) => parameters.length > 0)
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Says of each that it is left out, and why. */
export const openChannelLines = (channels: readonly OpenChannel[]): readonly string[] =>
  channels.map(
    ({ address, parameters }) =>
      `not created: ${address}, ${parameters.length === 1 ? 'parameter' : 'parameters'} ${parameters.join(', ')} without an enum`,
  );

/** `eventwright topics ls` */
export async function listTopics(container: Container): Promise<ExitCode> {
  const project = await openProject(container);
  const topics = topicsOf(project.contracts.model);
  const open = openChannelsOf(project.contracts.model);
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
    lines: [...table(rows), ...openChannelLines(open)],
    data: {
      topics: topics.map(({ config, ...topic }) => ({ ...topic, config })),
      open: open.map((one) => ({ ...one })),
    },
  });
}
