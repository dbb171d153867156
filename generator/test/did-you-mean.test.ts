import { describe, expect, it } from 'vitest';
import { command } from './command.ts';
import { smallProject, temporaryProject } from './temporary-project.ts';

const document = 'asyncapi/orders.yaml';
const schema = 'asyncapi/order-placed.v1.avsc';
const config = 'eventwright.config.json';

/** The small project with one slip in it. */
function slip(file: string, from: string, to: string): Readonly<Record<string, string>> {
  const text = smallProject[file] ?? '';
  expect(text).toContain(from);
  return { ...smallProject, [file]: text.replace(from, to) };
}

describe('a name that is nearly right', () => {
  it.each([
    ['the fragment of a reference', slip(document, "'#/channels/orders'", "'#/channels/ordres'"), "'orders'"],
    ['a file', slip(document, './order-placed.v1.avsc', './order-plcaed.v1.avsc'), "'./order-placed.v1.avsc'"],
    [
      'a file that nothing else refers to',
      { ...slip(document, './order-placed.v1.avsc', './parts/placd.yaml'), 'asyncapi/parts/placed.yaml': '{}' },
      "'./parts/placed.yaml'",
    ],
    [
      'a message',
      slip(
        document,
        "{ $ref: '#/channels/orders' }",
        "{ $ref: '#/channels/orders' }\n    messages: [{ $ref: '#/channels/orders/messages/OrderPlacd' }]",
      ),
      "'OrderPlaced'",
    ],
    ['an Avro type', slip(schema, '"string"', '"strnig"'), '"string"'],
    ['an Avro type of another file', slip(schema, '"string"', '"shop.orders.OrderPlacd"'), '"shop.orders.OrderPlaced"'],
    ['a property of AsyncAPI', slip(document, 'version:', 'descripton: x\n  version:'), "'description'"],
    ['a setting', slip(config, '"generate"', '"genrate"'), "'generate'"],
  ])('is suggested: %s', async (_, files, meant) => {
    const { stdout } = await command(await temporaryProject(files), 'validate', '--quiet');
    expect(stdout).toContain(`help: Did you mean ${meant}?`);
  });

  it.each([
    ['a command', ['validat'], '(Did you mean validate?)'],
    ['a command of two words', ['registry', 'psuh'], '(Did you mean push?)'],
    ['an option', ['generate', '--chek'], '(Did you mean --check?)'],
    ['a rule', ['explain', 'CHANEL_CONFLICT'], "Did you mean 'CHANNEL_CONFLICT'?"],
    ['a format', ['validate', '--format', 'sariff'], 'Allowed choices are text, json, github, gitlab, junit, sarif'],
  ])('is suggested: %s', async (_, argv, said) => {
    const { exitCode, stderr } = await command(await temporaryProject(smallProject), ...argv);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
