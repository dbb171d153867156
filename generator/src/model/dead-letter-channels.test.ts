import { expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../test/temporary-project.ts';
import { loadDocument } from '../load/load-document.ts';
import { buildModel } from './build-model.ts';
import { type DeadLetterChannel, deadLetterChannels } from './dead-letter-channels.ts';

/** Of the small project, whose application now receives what it sent, with these settings of its topic. */
async function channelsOf(topicConfiguration: string): Promise<readonly DeadLetterChannel[]> {
  const text = smallProject['asyncapi/orders.yaml'] ?? '';
  const files = {
    ...smallProject,
    'asyncapi/orders.yaml': text
      .replace('action: send', 'action: receive')
      .replace(
        /(address: shop\.orders\n)/,
        `$1    bindings: { kafka: { topicConfiguration: ${topicConfiguration} } }\n`,
      ),
  };
  const { model } = buildModel(await loadDocument({ root: await temporaryProject(files), contracts: 'asyncapi' }));
  return deadLetterChannels(model);
}

it.each([
  ['{ max.message.bytes: 5000000 }', '5008192'],
  ['{ retention.ms: 60000 }', '1056780'],
])('leaves room for the headers of a dead letter beside the longest message of %s', async (config, expected) => {
  expect(await channelsOf(config)).toMatchObject([
    { address: 'shop.orders.dlt', config: { 'max.message.bytes': expected, 'retention.ms': '7776000000' } },
  ]);
});
