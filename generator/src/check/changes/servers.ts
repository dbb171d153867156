import type { Application, Server } from '../../model/contract-model.ts';
import type { Affected } from '../../model/finding.ts';
import { affected } from './affected.ts';

/** The server as the application has it now: by its name, or else at the same place. */
export const successorOf = (server: Server, { servers }: Application): Server | undefined =>
  servers.find(({ name }) => name === server.name) ??
  servers.find(({ host, protocol }) => host === server.host && protocol === server.protocol);

/** What an application does with its servers: everything. */
export function everyOperation(application: Application): readonly Affected[] {
  const byAction = new Map(application.operations.map((operation) => [operation.action, operation]));
  return [...byAction.values()].map((operation) => affected(application, operation));
}
