import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryProject } from './temporary-project.ts';

/** One change of a project: a text in a file replaced, a file added, or one removed. */
export type Edit =
  | { readonly file: string; readonly from: string; readonly to: string }
  | { readonly file: string; readonly add: string }
  | { readonly file: string; readonly remove: true };

/** A copy of a project, edited; its folder. */
export async function editedProject(base: string, edits: readonly Edit[]): Promise<string> {
  const root = await temporaryProject({});
  cpSync(base, root, { recursive: true });
  editProject(root, edits);
  return root;
}

/** Throws where a text is not in its file, or a file that is to be removed not there: the edit would change nothing. */
export function editProject(root: string, edits: readonly Edit[]): void {
  for (const edit of edits) {
    const file = join(root, edit.file);
    if (!('add' in edit) && !existsSync(file)) throw new Error(`There is no ${edit.file}.`);
    if ('remove' in edit) rmSync(file);
    else if ('add' in edit) writeFileSync(file, edit.add);
    else {
      const text = readFileSync(file, 'utf8');
      if (!text.includes(edit.from)) throw new Error(`Not in ${edit.file}: ${edit.from}`);
      writeFileSync(
        file,
        text.replace(edit.from, () => edit.to),
      );
    }
  }
}
