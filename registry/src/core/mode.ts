/** What a subject, a context or the registry lets clients do. */
export const modes = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] as const;

/** IMPORT takes schemas with the ids and versions that the client says, without a compatibility check. */
export type Mode = (typeof modes)[number];

/** Reads a mode in any case; undefined for what is none. */
export function parseMode(text: string): Mode | undefined {
  const wanted = text.toUpperCase();
  return modes.find((mode) => mode === wanted);
}

export function isReadOnly(mode: Mode): boolean {
  return mode === 'READONLY' || mode === 'READONLY_OVERRIDE';
}

/** Whether schemas arrive from another registry, which has checked them. */
export function isImport(mode: Mode): boolean {
  return mode === 'IMPORT' || mode === 'FORWARD';
}
