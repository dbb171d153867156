import type { Position } from '@eventwright/avro';
import { camelCase, kebabCase } from '../../print/identifier.ts';
import type { Checked, Rule } from '../rule.ts';

interface Named {
  readonly name: string;
  /** What becomes of it in generated code. */
  readonly generated: string;
  readonly position: Position;
}

/** Topics and schemas whose names differ only in what generated names leave out, such as dots and capitals. */
export const generatedNameCollision: Rule = {
  id: 'GENERATED_NAME_COLLISION',
  severity: 'error',
  *check({ model }) {
    for (const same of Map.groupBy([...topics(model), ...schemas(model)], ({ generated }) => generated).values()) {
      const [first, ...others] = same;
      for (const other of others) {
        if (first === undefined) continue;
        yield {
          message: `'${first.name}' and '${other.name}' would have the same name in generated code.`,
          position: other.position,
          related: [{ message: 'the other one', position: first.position }],
          help: 'Rename one of them.',
        };
      }
    }
  },
};

const topics = ({ channels }: Checked['model']): readonly Named[] =>
  channels.map(({ address, position }) => ({ name: address, generated: `topic ${camelCase(address)}`, position }));

function schemas({ schemas }: Checked['model']): readonly Named[] {
  return schemas.flatMap(({ name, version, schema }) => {
    const short = name.slice(name.lastIndexOf('.') + 1);
    // A folder: some disks do not tell capitals from small letters.
    const namespace = name.slice(0, -short.length).toLowerCase();
    const generated = `schema ${namespace}${kebabCase(short)} ${version}`;
    return schema.position === undefined ? [] : [{ name, generated, position: schema.position }];
  });
}
