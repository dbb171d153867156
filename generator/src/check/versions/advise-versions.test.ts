import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { loadDocument } from '../../load/load-document.ts';
import { buildModel } from '../../model/build-model.ts';
import type { ContractModel } from '../../model/contract-model.ts';
import { baseFromLock } from '../../release/base-from-lock.ts';
import { lockOf } from '../../release/lock-of.ts';
import { baseOf } from '../changes/base-of.ts';
import { checkChanges } from '../changes/check-changes.ts';
import { type Comparison, compareContracts } from '../changes/comparison.ts';
import { adviseVersions } from './advise-versions.ts';

const text = smallProject['asyncapi/orders.yaml'] ?? '';
const received = text.replace('action: send', 'action: receive');

const modelOf = async (document: string): Promise<ContractModel> => {
  const root = await temporaryProject({ ...smallProject, 'asyncapi/orders.yaml': document });
  return buildModel(await loadDocument({ root, contracts: 'asyncapi' })).model;
};

const needed = (comparison: Comparison): readonly string[] =>
  adviseVersions(comparison, checkChanges(comparison)).map((advice) => advice.needed);

describe('adviseVersions', () => {
  it.each([
    ['none', 'nothing changed', received],
    [
      'patch',
      'a failure policy was added, which no other application notices',
      `${received}    x-retry: { attempts: 5 }\n`,
    ],
    ['patch', 'a text changed', received.replace('title: Orders', 'title: All orders')],
    [
      'minor',
      'an operation was added',
      received.replace(
        'operations:\n',
        'operations:\n  more: { action: send, channel: { $ref: "#/channels/orders" } }\n',
      ),
    ],
    ['major', 'the key changed', received.replace('{ type: string }', '{ type: integer }')],
  ])('says %s where %s', async (bump, _, after) => {
    expect(needed(compareContracts(baseOf('before', await modelOf(received)), await modelOf(after)))).toEqual([bump]);
  });

  it('says none of a failure policy after a release, which keeps none', async () => {
    const model = await modelOf(`${received}    x-retry: { attempts: 5 }\n`);
    expect(needed(compareContracts(baseFromLock(lockOf(model), model), model))).toEqual(['none']);
  });
});
