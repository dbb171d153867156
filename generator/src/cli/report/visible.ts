/**
 * Every character takes one column, none can steer a terminal, and none can turn the direction of the text around it, which
 * would show something else than what is there.
 */
export function visible(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about.
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu,
    '\u00b7',
  );
}
