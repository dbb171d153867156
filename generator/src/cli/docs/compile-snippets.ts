import { join } from 'node:path';
import { emitTypeScript } from '../../emit/typescript/index.ts';
import { compileFiles } from '../../readers/index.ts';
import { realPath, toPosix } from '../commands/readers/code-beside-contracts.ts';
import type { Container } from '../container.ts';
import type { Project } from '../open-project.ts';
import { projectsIn } from './projects-in.ts';
import { snippetsOf } from './snippets-of.ts';

/** By the text of a snippet what the compiler has against it; undefined for one that it accepts. */
export type CompiledSnippets = ReadonlyMap<string, string | undefined>;

/**
 * Has the compiler judge the snippets of a project as files of that project, against the clients that its contracts come to.
 * Undefined where none are generated, or no project is there to judge them as a part of.
 */
export function compileSnippets(container: Container, project: Project): CompiledSnippets | undefined {
  const { config, contracts } = project;
  const { typescript, readers } = config;
  if (typescript === undefined) return undefined;
  const root = realPath(config.root);
  // The code of a large estate takes seconds to make.
  const projects = projectsIn(root, readers.projects);
  if (projects.length === 0) return undefined;
  container.progress('compiling the code that pages show');
  const generated = toPosix(join(root, typescript.out));
  const texts = [...snippetsOf(project).values()].flatMap((snippets) => snippets.map(({ text }) => text));
  const files = new Map(texts.map((text, index) => [`${root}/eventwright-snippet-${index}.ts`, text]));
  const overlay = new Map(
    emitTypeScript(contracts.model, typescript).map(({ path, text }) => [`${generated}/${path}`, text]),
  );
  const problems = compileFiles({ projects, files, overlay });
  return new Map([...files].map(([path, text]) => [text, problems.get(path)?.message]));
}
