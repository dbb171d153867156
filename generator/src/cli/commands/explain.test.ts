import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { run } from '../main.ts';

/** Needs no project. */
const explain = (...argv: readonly string[]) => command(tmpdir(), 'explain', ...argv);

describe('eventwright explain', () => {
  it('says what a rule means, why it is one and what to do, with an example of each side', async () => {
    expect(await explain('AVRO_DEFAULT_NOT_FIRST')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `AVRO_DEFAULT_NOT_FIRST  warning

The default is not of the first type of the union, which Avro before 1.12 and \`avsc\` refuse.
A consumer in another language, with an older library, could not load the schema at all.

To do: Put the type of the default first: \`["null", "string"]\` for \`null\`.
Specification: https://avro.apache.org/docs/1.12.0/specification/

Bad
  asyncapi/order-placed.v1.avsc
    { "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [
      { "name": "note", "type": ["string", "null"], "default": null }
    ] }

Good
  asyncapi/order-placed.v1.avsc
    { "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [
      { "name": "note", "type": ["null", "string"], "default": null }
    ] }
`,
    });
  });

  it('takes a rule as the official parser writes it, and in lower case', async () => {
    const { stdout } = await explain('asyncapi3-channel-servers');
    expect(stdout).toContain('ASYNCAPI3_CHANNEL_SERVERS  error\n');
    expect((await explain('yaml_invalid')).stdout).toContain('YAML_INVALID  error\n');
  });

  it('lists all rules where none is given', async () => {
    const { stdout } = await explain();
    expect(stdout).toMatch(/^MESSAGE_KEY_MISSING +error +A message has no key/m);
    expect(stdout).toMatch(/^EXAMPLE_INVALID +warning /m);
  });

  it('says what an error of runtime and registry means, and what to do', async () => {
    const { exitCode, stdout } = await explain('TRANSPORT_CLOSED');
    expect([exitCode, stdout]).toEqual([
      0,
      'TRANSPORT_CLOSED  error of @eventwright/runtime\n\n' +
        'Something was asked of a transport or subscription that was closed.\n\n' +
        'To do: Close the clients first and the transport last.\n',
    ]);
    expect((await explain('STORE_LOKED')).stderr).toContain("Did you mean 'STORE_LOCKED'?");
  });

  it('suggests a rule for one that there is not, exit code 2', async () => {
    expect(await explain('MESSAGE_KEY_MISING')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "There is no rule 'MESSAGE_KEY_MISING'.\nDid you mean 'MESSAGE_KEY_MISSING'?\n",
    });
    expect((await explain('SOMETHING_ELSE_ALTOGETHER')).stderr).toContain('`eventwright explain` lists all rules.');
  });

  it('gives all of it to machines', async () => {
    const { stdout } = await explain('REFERENCE_UNKNOWN', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      rules: [
        {
          id: 'REFERENCE_UNKNOWN',
          severity: 'error',
          what: expect.any(String),
          why: expect.any(String),
          cure: expect.any(String),
          bad: [{ file: 'asyncapi/orders.yaml', text: expect.stringContaining('oders.yaml') }],
          good: [{ file: 'asyncapi/orders.yaml' }, { file: 'asyncapi/channels/orders.yaml' }],
        },
      ],
    });
  });

  it('sets its headings off where there is colour', async () => {
    let stdout = '';
    const io = { stderr: { write: () => 0 }, env: {}, cwd: tmpdir(), signal: new AbortController().signal };
    await run(['explain', 'YAML_INVALID'], { ...io, stdout: { write: (text) => (stdout += text), isTTY: true } });
    expect(stdout).toContain('\u001b[1mYAML_INVALID\u001b[22m  error\n');
  });
});
