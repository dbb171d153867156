import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/**
 * The contracts of the shop, read anew by other means than the generator's: what pages say is compared with this. JSON and YAML
 * as they are, references followed, nothing checked.
 */
const folder = fileURLToPath(new URL('../../asyncapi/', import.meta.url));

/** A schema as Avro writes it. */
export type AvroType = string | readonly AvroType[] | AvroComplex;

export interface AvroComplex {
  readonly type: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly fields?: readonly {
    readonly name: string;
    readonly type: AvroType;
    readonly default?: unknown;
    readonly doc?: string;
  }[];
  readonly items?: AvroType;
  readonly values?: AvroType;
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
}

/** An Avro schema file. */
export interface AvroFile {
  readonly fullName: string;
  readonly version: number;
  readonly text: string;
  readonly schema: AvroComplex;
}

export const avroFiles: readonly AvroFile[] = globSync('schemas/**/*.avsc', { cwd: folder })
  .sort()
  .map((path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    const schema: AvroComplex = JSON.parse(text);
    const version = Number(/\.v(\d+)\.avsc$/.exec(path)?.[1]);
    return { fullName: `${schema.namespace}.${schema.name}`, version, text, schema };
  });

/** A field of a schema, or of a record inside of one. */
export interface AvroField {
  readonly path: string;
  readonly type: string;
  /** Undefined where it has none. */
  readonly default: unknown;
  readonly doc: string;
}

/** All fields of a version, those of records inside after the field that has them. */
export function fieldsOf(fullName: string, version: number): readonly AvroField[] {
  const file = avroFiles.find((one) => one.fullName === fullName && one.version === version);
  if (file === undefined) throw new Error(`There is no ${fullName}, version ${version}.`);
  const fields: AvroField[] = [];
  const collect = (record: AvroComplex, outer: string, names: readonly string[]): void => {
    const namespace = record.namespace ?? outer;
    for (const field of record.fields ?? []) {
      const path = [...names, field.name];
      fields.push({
        path: path.join('.'),
        type: typeWords(field.type),
        default: field.default,
        doc: field.doc ?? '',
      });
      for (const inner of recordsIn(field.type, namespace)) collect(inner, namespace, path);
    }
  };
  collect(file.schema, '', []);
  return fields;
}

const primitives = /^(?:null|boolean|int|long|float|double|bytes|string)$/;

/** What a name stands for, which another file may hold. */
function named(name: string, namespace: string): AvroComplex {
  const full = name.includes('.') ? name : `${namespace}.${name}`;
  const file = avroFiles.findLast(({ fullName }) => fullName === full);
  if (file === undefined) throw new Error(`There is no ${full}.`);
  return file.schema;
}

function recordsIn(type: AvroType, namespace: string): readonly AvroComplex[] {
  if (typeof type === 'string') return primitives.test(type) ? [] : recordsIn(named(type, namespace), namespace);
  if (!('type' in type)) return type.flatMap((one) => recordsIn(one, namespace));
  return [type.items, type.values]
    .flatMap((inner) => (inner === undefined ? [] : recordsIn(inner, namespace)))
    .concat(type.type === 'record' ? [type] : []);
}

/** As pages write it: what a value is before that it may be missing, names without their namespace. */
function typeWords(type: AvroType): string {
  if (typeof type === 'string') return type.slice(type.lastIndexOf('.') + 1);
  if (!('type' in type)) {
    const others = type.filter((one) => one !== 'null');
    return [...others, ...(others.length < type.length ? ['null'] : [])].map(typeWords).join(' or ');
  }
  if (type.items !== undefined) return `array of ${typeWords(type.items)}`;
  if (type.values !== undefined) return `map of ${typeWords(type.values)}`;
  if (type.logicalType === 'decimal') return `decimal(${type.precision}, ${type.scale ?? 0})`;
  return type.logicalType ?? type.name ?? type.type;
}

interface Reference {
  readonly $ref: string;
}

interface WrittenOperation {
  readonly channel: Reference;
  readonly messages?: readonly Reference[];
}

interface ApplicationDocument {
  readonly channels: Readonly<Record<string, Reference>>;
  readonly operations: Readonly<
    Record<string, WrittenOperation & { readonly action: 'send' | 'receive'; readonly reply?: WrittenOperation }>
  >;
}

interface ChannelFile {
  readonly address: string;
  readonly messages: Readonly<Record<string, Reference>>;
}

/** An operation of an AsyncAPI document. */
export interface ContractOperation {
  readonly service: string;
  readonly action: 'send' | 'receive';
  readonly topic: string;
  readonly events: readonly string[];
}

export const operations: readonly ContractOperation[] = globSync('*.yaml', { cwd: folder })
  .sort()
  .flatMap((path) => {
    const document: ApplicationDocument = yamlFile(path);
    const service = basename(path, '.yaml');
    const way = (action: ContractOperation['action'], written: WrittenOperation): ContractOperation => {
      const file = targetOf(path, document.channels[lastStep(written.channel)]);
      const channel: ChannelFile = yamlFile(file);
      const events = written.messages?.map(lastStep) ?? Object.keys(channel.messages);
      return {
        service,
        action,
        topic: channel.address,
        events: events.map((event) => {
          const message: { readonly name: string } = yamlFile(targetOf(file, channel.messages[event]));
          return message.name;
        }),
      };
    };
    // Who asks hears the reply, and who is asked sends it.
    return Object.values(document.operations).flatMap(({ action, reply, ...operation }) => [
      way(action, operation),
      ...(reply === undefined ? [] : [way(action === 'send' ? 'receive' : 'send', reply)]),
    ]);
  });

function yamlFile(path: string) {
  return parse(readFileSync(join(folder, path), 'utf8'));
}

function lastStep({ $ref }: Reference): string {
  return $ref.slice($ref.lastIndexOf('/') + 1);
}

function targetOf(file: string, reference: Reference | undefined): string {
  return posix.join(dirname(file), reference?.$ref ?? 'missing');
}
