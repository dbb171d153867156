/**
 * JSON for machines. Characters that would confuse a person who looks at it are written as escapes, so nothing is lost and
 * nothing is hidden.
 */
export const jsonReport = (value: object): string =>
  `${JSON.stringify(value, null, 2).replaceAll(confusing, escaped)}\n`;

const confusing = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
