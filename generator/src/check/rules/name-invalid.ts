import type { Position } from '@eventwright/avro';
import type { ContractModel } from '../../model/contract-model.ts';
import { kebabCase } from '../../print/identifier.ts';
import type { Report, Rule } from '../rule.ts';

/** Modules of generated code that stand beside those of the applications. */
const taken: readonly string[] = ['registrations', 'testing', 'topics'];

/** Disks take 255 bytes; what comes behind the name, such as `.versions.ts`, must fit as well. */
export const maxNameBytes = 200;
/** With the folders of the namespace. Systems take 1,024 and more, for the output folder as well. */
export const maxPathBytes = 600;

/** Windows keeps these for devices, whatever comes behind a dot. */
const device = /^(con|prn|aux|nul|(com|lpt)[0-9])$/i;

/** Applications, messages and schemas become modules, types and methods, so their names need words to make them of. */
export const nameInvalid: Rule = {
  id: 'NAME_INVALID',
  severity: 'error',
  *check({ model }) {
    for (const { name, position } of [...model.applications, ...model.messages]) {
      if (kebabCase(name) !== '') continue;
      yield { message: `The name '${name}' has no letter.`, position, related: [], help: 'Give it a name of words.' };
    }
    for (const { name, position } of model.applications) {
      if (!taken.includes(kebabCase(name))) continue;
      yield {
        message: `An application cannot be named '${name}': generated code has a module of that name.`,
        position,
        related: [],
        help: 'The name of an application is that of its file; rename the file.',
      };
    }
    for (const named of modules(model)) yield* unfitForDisk(named);
  },
};

interface Module {
  readonly name: string;
  /** Folders and file, without what the generator puts around them. */
  readonly path: readonly string[];
  readonly position: Position;
}

function modules({ applications, messages, schemas }: ContractModel): readonly Module[] {
  return [
    ...[...applications, ...messages].map(({ name, position }) => ({ name, path: [kebabCase(name)], position })),
    ...schemas.flatMap(({ name, schema: { position } }) => {
      const parts = name.split('.');
      const path = parts.with(-1, kebabCase(parts.at(-1) ?? ''));
      return position === undefined ? [] : [{ name, path, position }];
    }),
  ];
}

function* unfitForDisk({ name, path, position }: Module): Iterable<Report> {
  const longest = Math.max(...path.map((part) => Buffer.byteLength(part)));
  const whole = Buffer.byteLength(path.join('/'));
  if (longest > maxNameBytes || whole > maxPathBytes) {
    const what =
      longest > maxNameBytes ? `${longest} bytes; ${maxNameBytes}` : `${whole} bytes in all; ${maxPathBytes}`;
    const message = `The name '${name}' is too long for a file: ${what} are allowed.`;
    yield { message, position, related: [], help: 'Give it a shorter name.' };
  }
  const reserved = path.find((part) => device.test(part));
  if (reserved === undefined) return;
  const message = `The name '${name}' would become the file or folder '${reserved}', which Windows keeps for a device.`;
  yield { message, position, related: [], help: 'Give it another name.' };
}
