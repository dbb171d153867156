const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether the text is one name, as the specification defines it for types, fields and enum symbols. */
export function isName(text: string): boolean {
  return identifier.test(text);
}

/** Whether the text is names joined by dots. */
export function isFullName(text: string): boolean {
  return text.split('.').every(isName);
}

/**
 * The full name of a name as written in a namespace (`''` for none). A name with a dot is full already; `.Name` is the
 * name without namespace, as avsc and Avro Java before 1.12 read it.
 */
export function fullNameOf(written: string, namespace: string): string {
  const dot = written.lastIndexOf('.');
  if (dot === 0) return written.slice(1);
  return dot > 0 || namespace === '' ? written : `${namespace}.${written}`;
}

/** `''` for a name without namespace. */
export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

export function shortNameOf(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}
