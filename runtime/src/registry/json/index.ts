export { type JsonForm, jsonForm } from './json-form.ts';
export type { JsonValue } from './json-value.ts';
