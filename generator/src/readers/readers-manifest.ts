import type { Access, FieldRead, Part } from './field-read.ts';

const manifestVersion = 1;

/** What a repository publishes about its code, for the repository of the contracts to list. */
export interface ReadersManifest {
  /** What the repository is called by. */
  readonly repository: string;
  readonly reads: readonly FieldRead[];
}

export type ParsedManifest =
  | { readonly kind: 'read'; readonly manifest: ReadersManifest }
  | { readonly kind: 'invalid'; readonly why: string };

/** JSON with a line for each place, so that changes are read and merged line by line. The same reads give the same text. */
export function manifestText({ repository, reads }: ReadersManifest): string {
  const lines = reads.map((read) => `    ${JSON.stringify(read)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "manifestVersion": ${manifestVersion},\n  "repository": ${JSON.stringify(repository)},\n  "reads": ${list}\n}\n`;
}

/** Takes nothing on trust: whoever wrote the file may have written anything. */
export function parseManifest(text: string): ParsedManifest {
  const json = parseJson(text);
  if (!isObject(json)) return { kind: 'invalid', why: 'It is no JSON object.' };
  const { manifestVersion: version, repository, reads } = json;
  if (version !== manifestVersion) {
    return {
      kind: 'invalid',
      why: `It has "manifestVersion" ${JSON.stringify(version) ?? 'nowhere'}, not ${manifestVersion}.`,
    };
  }
  if (!isName(repository)) return { kind: 'invalid', why: '"repository" must be a name.' };
  if (!Array.isArray(reads)) return { kind: 'invalid', why: '"reads" must be a list.' };
  const found: FieldRead[] = [];
  for (const [index, one] of reads.entries()) {
    const read = readOf(one, repository);
    if (typeof read === 'string') return { kind: 'invalid', why: `"reads", entry ${index + 1}: ${read}` };
    found.push(read);
  }
  return { kind: 'read', manifest: { repository, reads: found } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The read, or what is wrong with it. */
function readOf(value: unknown, repository: string): FieldRead | string {
  if (!isObject(value)) return 'must be an object.';
  const { message, part, path, access, except, service, applications, file, line, column, isTest, why, code } = value;
  if (!isName(message) || !isName(service)) return '"message" and "service" must be names.';
  if (!isPart(part)) return '"part" must be value, key or headers.';
  if (!isAccess(access)) return '"access" must be reads, writes or may read everything.';
  if (!isText(path) || !isText(why) || !isText(code)) return '"path", "why" and "code" must be text.';
  if (!isText(file) || !isInside(file)) return '"file" must be a path inside of the repository, with /.';
  if (!isCount(line) || !isCount(column)) return '"line" and "column" must be numbers from 1.';
  if (typeof isTest !== 'boolean') return '"isTest" must be true or false.';
  if (!isTexts(applications) || !(except === undefined || isTexts(except))) {
    return '"applications" and "except" must be lists of text.';
  }
  const place = { service, applications, repository, file, line, column, isTest, why, code };
  return { message, part, path, access, ...(except === undefined ? {} : { except }), ...place };
}

/** No text in a line of code is longer than what is kept of it. */
const maxText = 10_000;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= maxText;
const isName = (value: unknown): value is string => isText(value) && value.trim() !== '';
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;
const isPart = (value: unknown): value is Part => value === 'value' || value === 'key' || value === 'headers';
const isAccess = (value: unknown): value is Access =>
  value === 'reads' || value === 'writes' || value === 'may read everything';

/** A path that leads nowhere else, on no system. */
const isInside = (path: string): boolean =>
  path !== '' && !/^[/\\]|\\|^[A-Za-z]:/.test(path) && path.split('/').every((one) => one !== '..' && one !== '');
