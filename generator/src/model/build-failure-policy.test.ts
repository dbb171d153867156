import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../test/temporary-project.ts';
import { loadDocument } from '../load/load-document.ts';
import { buildModel } from './build-model.ts';
import type { FailurePolicy } from './contract-model.ts';

const send = (smallProject['asyncapi/orders.yaml'] ?? '').replace('operations:\n', '');
const receive = (more: string): string =>
  `  receiveOrders:\n    action: receive\n    channel: { $ref: '#/channels/orders' }\n${more}`;

/** The policy of a receive operation; `more` stands in it, `ofDocument` at the top of its document. */
async function policyOf(more: string, ofDocument = ''): Promise<FailurePolicy | undefined> {
  const document = send.replace('  sendOrders:', `${ofDocument}operations:\n  sendOrders:`) + receive(more);
  const root = await temporaryProject({ ...smallProject, 'asyncapi/orders.yaml': document });
  const { model, findings } = buildModel(await loadDocument({ root, contracts: 'asyncapi' }));
  expect(findings).toEqual([]);
  const [receiving, sending] = model.applications[0]?.operations ?? [];
  expect(sending).toMatchObject({ action: 'send', failurePolicy: undefined });
  return receiving?.failurePolicy;
}

const nothing = { attempts: undefined, later: undefined, timeout: undefined, errors: [] };

describe('the failure policy of an operation', () => {
  it('is undefined where nothing says one', async () => {
    expect(await policyOf('')).toBeUndefined();
  });

  it('has what is said, in milliseconds, and leaves the rest open', async () => {
    expect(await policyOf('    x-retry: { attempts: 3, later: [5s, 30s, 2m, 1h, 1500], timeout: 30s }\n')).toEqual({
      ...nothing,
      attempts: 3,
      later: [5_000, 30_000, 120_000, 3_600_000, 1_500],
      timeout: 30_000,
    });
    expect(await policyOf('    x-retry: { later: [] }\n')).toEqual({ ...nothing, later: [] });
  });

  it('has the classes of errors in the order written, each with its place', async () => {
    const policy = await policyOf(
      "    x-errors:\n      - { error: ECONNREFUSED, class: outage }\n      - { error: '40001', class: retry }\n",
    );
    expect(policy).toEqual({
      ...nothing,
      errors: [
        { error: 'ECONNREFUSED', class: 'outage', position: { file: 'asyncapi/orders.yaml', line: 22, column: 9 } },
        { error: '40001', class: 'retry', position: { file: 'asyncapi/orders.yaml', line: 23, column: 9 } },
      ],
    });
  });

  it('is that of the document where the operation says none', async () => {
    expect(await policyOf('', 'x-retry: { attempts: 5 }\n')).toEqual({ ...nothing, attempts: 5 });
  });

  it('takes from the document what the operation leaves open, and its classes of other errors after its own', async () => {
    const policy = await policyOf(
      '    x-retry: { attempts: 1, later: [] }\n    x-errors: [{ error: B, class: fatal }]\n',
      'x-retry: { attempts: 5, later: [1s], timeout: 30s }\n' +
        'x-errors: [{ error: A, class: outage }, { error: B, class: outage }]\n',
    );
    expect(policy).toMatchObject({ attempts: 1, later: [], timeout: 30_000 });
    expect(policy?.errors.map((one) => `${one.error} ${one.class}`)).toEqual(['B fatal', 'A outage']);
  });

  it('comes from traits, by JSON Merge Patch: objects key by key, lists as a whole', async () => {
    const traits = '    traits: [{ x-retry: { attempts: 5, timeout: 30s }, x-errors: [{ error: A, class: fatal }] }]\n';
    expect(await policyOf(`${traits}    x-retry: { attempts: 2 }\n    x-errors: []\n`)).toEqual({
      ...nothing,
      attempts: 2,
      timeout: 30_000,
    });
  });

  it('may stand elsewhere and be shared by reference', async () => {
    const shared = 'components: { x-policies: { patient: { attempts: 9 } } }\n';
    const reference = "    x-retry: { $ref: '#/components/x-policies/patient' }\n";
    expect(await policyOf(reference, shared)).toMatchObject({ attempts: 9 });
  });
});
