/** JSON that is a script wherever it stands: two signs end a line in old scripts, and a tag would end it in a page. */
export const scriptText = (value: string | object): string =>
  JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029').replaceAll('</', '<\\/');
