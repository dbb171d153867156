import type { Application, ContractModel, Operation } from '../../model/contract-model.ts';
import { isError } from '../../model/finding.ts';
import type { Container } from '../container.ts';
import type { ExitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';

/** `eventwright ls`. Does not wait for the official parser: a list is no verdict. */
export async function list(container: Container): Promise<ExitCode> {
  const project = await openProject(container);
  const { model, ownFindings } = project.contracts;
  const listing = listingOf(model);
  return printReport(container, {
    ...reportOf('ls', project, ownFindings.filter(isError)),
    lines: linesOf(listing),
    data: listing,
  });
}

type Listing = ReturnType<typeof listingOf>;

function listingOf({ applications, channels, messages }: ContractModel) {
  const namesWhere = (action: Operation['action'], fits: (operation: Operation) => boolean): readonly string[] =>
    applications.filter((application) => isInvolved(application, action, fits)).map(({ name }) => name);
  return {
    applications: applications.map(({ name, version, owner = null, title }) => ({ name, version, owner, title })),
    channels: channels.map((channel) => ({
      topic: channel.address,
      partitions: channel.partitions,
      owner: channel.owner ?? null,
      from: namesWhere('send', (operation) => operation.channel === channel),
      to: namesWhere('receive', (operation) => operation.channel === channel),
    })),
    messages: messages.map((message) => ({
      name: message.name,
      version: message.payload.version,
      key: message.key.name,
      from: namesWhere('send', (operation) => operation.messages.includes(message)),
      to: namesWhere('receive', (operation) => operation.messages.includes(message)),
    })),
  };
}

const isInvolved = (
  { operations }: Application,
  action: Operation['action'],
  fits: (operation: Operation) => boolean,
): boolean => operations.some((operation) => operation.action === action && fits(operation));

function linesOf({ applications, channels, messages }: Listing): readonly string[] {
  const names = (list: readonly string[]): string => (list.length === 0 ? '-' : list.join(', '));
  return [
    'Applications',
    ...table(applications.map(({ name, version, owner, title }) => [`  ${name}`, version, owner ?? '-', title])),
    'Channels',
    ...table(
      channels.map(({ topic, partitions, owner, from, to }) => [
        `  ${topic}`,
        plural(partitions, 'partition'),
        owner ?? '-',
        `${names(from)} -> ${names(to)}`,
      ]),
    ),
    'Messages',
    ...table(
      messages.map(({ name, version, key, from, to }) => [
        `  ${name}`,
        `v${version}`,
        `key ${key}`,
        `${names(from)} -> ${names(to)}`,
      ]),
    ),
  ];
}
