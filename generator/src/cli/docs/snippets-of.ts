import { emitSnippets, type Snippet } from '../../emit/typescript/snippets/emit-snippets.ts';
import type { Project } from '../open-project.ts';
import { clientSpecifier } from './client-specifier.ts';

/** Code that sends and receives each message, by the message's name; none where the project generates no clients. */
export function snippetsOf({
  config: { typescript },
  contracts,
}: Pick<Project, 'config' | 'contracts'>): ReadonlyMap<string, readonly Snippet[]> {
  if (typescript === undefined) return new Map();
  return emitSnippets(contracts.model, { specifier: (module) => clientSpecifier(typescript, module) });
}
