import { styleText } from 'node:util';
import type { FieldRead, ReaderProblem } from '../../../readers/index.ts';
import { plural } from '../../report/plural.ts';
import { table } from '../../report/table.ts';

export interface ReadersText {
  /** What was asked for, as the user wrote it; undefined for everything. */
  readonly field: string | undefined;
  readonly reads: readonly FieldRead[];
  readonly problems: readonly ReaderProblem[];
  /** Whether places that write, and places in tests, are listed and not only counted. */
  readonly all: boolean;
  readonly isColored: boolean;
}

/** A place, with all that it uses there. */
interface Place {
  readonly read: FieldRead;
  readonly fields: readonly string[];
}

type Paint = (style: 'bold' | 'dim', text: string) => string;

/** For people: places by service, each with its line of code. */
export function readersText({ field, reads, problems, all, isColored }: ReadersText): readonly string[] {
  const paint: Paint = (style, text) => (isColored ? styleText(style, text, { validateStream: false }) : text);
  const listed = placesOf(all ? reads : reads.filter(({ access, isTest }) => access !== 'writes' && !isTest));
  const services = Map.groupBy(listed, ({ read }) => serviceOf(read));
  const blocks = [...services].flatMap(([service, own]) => ['', paint('bold', service), ...placeLines(own, paint)]);
  return [
    listed.length === 0
      ? `Nothing ${all ? 'uses' : 'reads'} ${field ?? 'an event'}.`
      : `${plural(services.size, 'service')}, ${plural(listed.length, 'place')}`,
    ...blocks,
    ...(all ? [] : countLines(reads)),
    ...problemLines(problems),
  ];
}

/** What is there beside what is listed. */
function countLines(reads: readonly FieldRead[]): readonly string[] {
  const tests = placesOf(reads.filter(({ isTest }) => isTest)).length;
  const writes = placesOf(reads.filter(({ access, isTest }) => access === 'writes' && !isTest)).length;
  const counts = [
    ...(writes === 0 ? [] : [`${plural(writes, 'place')} that ${writes === 1 ? 'writes' : 'write'}`]),
    ...(tests === 0 ? [] : [`${plural(tests, 'place')} in tests`]),
  ];
  return counts.length === 0 ? [] : ['', `With --all also ${counts.join(' and ')}.`];
}

/** `@shop/orders, application orders` */
function serviceOf({ service, applications, repository }: FieldRead): string {
  const where = repository === undefined ? service : `${service} in ${repository}`;
  if (applications.length === 0) return where;
  return `${where}, ${applications.length === 1 ? 'application' : 'applications'} ${applications.join(', ')}`;
}

function placesOf(reads: readonly FieldRead[]): readonly Place[] {
  const places = Map.groupBy(reads, ({ repository, file, line, column, access }) =>
    JSON.stringify([repository, file, line, column, access]),
  );
  return [...places.values()].flatMap((own) => {
    const [read] = own;
    return read === undefined ? [] : [{ read, fields: own.map(fieldText) }];
  });
}

/** `OrderPlaced.totals`, `OrderPlaced except note`, `StockCounted#key.sku` */
export function fieldText({ message, part, path, except }: FieldRead): string {
  const root = part === 'value' ? message : `${message}#${part}`;
  const field = path === '' ? root : `${root}.${path}`;
  return except === undefined ? field : `${field} except ${except.join(', ')}`;
}

const maxFields = 3;

function placeLines(places: readonly Place[], paint: Paint): readonly string[] {
  const rows = table(
    places.map(({ read, fields }) => {
      const more = fields.length > maxFields ? [`${fields.length - maxFields} more`] : [];
      const named = [...fields.slice(0, maxFields), ...more].join(', ');
      return [`  ${read.file}:${read.line}:${read.column}`, read.access, `${named} (${read.why})`];
    }),
  );
  return places.flatMap(({ read }, index) => {
    const next = places[index + 1]?.read;
    const isLast = next?.file !== read.file || next.line !== read.line || next.repository !== read.repository;
    return isLast ? [rows[index] ?? '', paint('dim', `      ${read.code}`)] : [rows[index] ?? ''];
  });
}

const maxProblems = 5;

function problemLines(problems: readonly ReaderProblem[]): readonly string[] {
  if (problems.length === 0) return [];
  const shown = problems
    .slice(0, maxProblems)
    .map(({ file, line, column, message }) => `  ${file}:${line}:${column} ${message}`);
  const rest = problems.length > maxProblems ? [`  and ${problems.length - maxProblems} more`] : [];
  return ['', 'There may be more, since the compiler does not understand all of the code:', ...shown, ...rest];
}
