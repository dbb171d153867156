import type { Event, Topic } from '../catalog/catalog.ts';
import { code, type Fact, type Line } from '../page/block.ts';
import { retentionText } from '../page/words.ts';
import type { SiteContext } from '../site-context.ts';
import { type LiveEvent, liveLine } from './live-line.ts';

export interface WireOptions {
  /** Which version is told of. */
  readonly version: number;
  readonly topics: readonly Topic[];
}

/** What a record of the event is made of, and where it lies. */
export function wireFacts(event: Event, { version, topics }: WireOptions, context: SiteContext): readonly Fact[] {
  const { links } = context;
  const key: Line = event.key.includes('.') ? links.type([{ type: event.key }]) : [code(event.key)];
  return [
    { term: 'Key', line: [...key, ': events of one key keep their order'] },
    ...topics.map(({ address, partitions, replicas, config }) => ({
      term: 'Topic',
      line: [
        links.topic(address),
        `: ${partitions} partitions, ${replicas} replicas${retentionText(config)}`,
        ...liveIn(address, { event: event.name, version }, context),
      ],
    })),
    { term: 'Value', line: ['Avro, after a zero byte and the four bytes of the schema id'] },
    {
      term: 'Headers of every event',
      line: [
        'CloudEvents 1.0 (',
        code('ce_id'),
        ', ',
        code('ce_type'),
        ', ',
        code('ce_time'),
        ' and more) and W3C trace context',
      ],
    },
    ...event.headers.map(({ name, type, required, values, description }) => ({
      term: 'Header',
      line: [
        code(name),
        `, ${type}${values.length === 0 ? '' : ` (${values.join(', ')})`}, ${required ? 'required' : 'optional'}. ${description}`,
      ],
    })),
  ];
}

function liveIn(topic: string, about: LiveEvent, context: SiteContext): Line {
  const live = liveLine(topic, 'watch it live', context, about);
  return live.length === 0 ? [] : ['; ', ...live];
}
