import type { TextEdit } from '../../../check/lint/lint-rule.ts';

interface EditedFile {
  readonly path: string;
  readonly text: string;
}

/** Files with all their edits made; everything outside of the ranges stays as it is, to the letter. */
export function editedFiles(
  files: ReadonlyMap<string, { readonly text: string }>,
  edits: readonly TextEdit[],
): readonly EditedFile[] {
  return [...Map.groupBy(edits, ({ file }) => file)].map(([path, own]) => {
    // From the end, so that offsets before stay true.
    const ordered = own.toSorted((a, b) => b.start - a.start || b.end - a.end);
    const text = ordered.reduce(
      (done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end),
      files.get(path)?.text ?? '',
    );
    return { path, text };
  });
}
