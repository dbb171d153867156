import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Apicurio, startApicurio } from '../../../../scripts/apicurio/start-apicurio.ts';
import { command, type Outcome } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

let apicurio: Apicurio;
let root: string;

beforeAll(async () => {
  apicurio = await startApicurio({ onProgress: (line) => console.error(`apicurio: ${line}`) });
  root = await temporaryProject(smallProject);
}, 600_000);

afterAll(() => apicurio?.stop());

const run = (name: string): Promise<Outcome> => command(root, 'registry', name, '--url', apicurio.url, '--quiet');
const lastLine = async (name: string): Promise<string | undefined> => (await run(name)).stdout.split('\n').at(-2);

describe('the registry commands of eventwright with Apicurio Registry', () => {
  it('fill it, have nothing to do a second time, and find it as the contracts are', async () => {
    expect(await run('verify')).toMatchObject({ exitCode: 1 });
    expect(await lastLine('plan')).toBe('2 schema versions: 2 to register');
    expect(await lastLine('push')).toBe('2 schema versions: 2 registered');
    expect(await lastLine('push')).toBe('2 schema versions: 2 unchanged');
    expect(await lastLine('plan')).toBe('2 schema versions: 2 unchanged');
    expect(await run('verify')).toMatchObject({ exitCode: 0 });
    expect(await lastLine('pull')).toBe('no version to write');
  });
});
