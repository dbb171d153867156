import {
  type Attributes,
  type Context,
  context as contexts,
  type Link,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import type { Work } from '../core/telemetry.ts';
import type { OutgoingRecord, StoredRecord, WireHeaders } from '../core/transport.ts';
import { attribute } from './semantic-conventions.ts';
import { spanContextIn, withBaggageOf } from './trace-context.ts';

/** A span of a batch links to so many of its messages at most; SDKs keep no more. */
const mostLinks = 128;

/** What a span says from its start. */
export interface WorkDescription {
  readonly parent: Context;
  readonly kind: SpanKind;
  readonly links: readonly Link[];
  readonly attributes: Attributes;
  readonly destination: string | undefined;
}

/** `oneTrace` makes spans of handlers belong to the trace of their event, beside the link to it. */
export function describeWork(work: Work, oneTrace: boolean): WorkDescription {
  switch (work.kind) {
    case 'create':
    case 'send': {
      const { record } = work;
      return {
        parent: senderContext(record.headers),
        kind: SpanKind.PRODUCER,
        links: [],
        attributes: { ...messageAttributes(work), ...bodyAttributes(record) },
        destination: record.topic,
      };
    }
    case 'relay':
      return {
        parent: ROOT_CONTEXT,
        // The context of each event is the one that created it.
        kind: SpanKind.CLIENT,
        links: linksTo(work.records),
        attributes: { [attribute.batchSize]: work.records.length },
        destination: onlyTopic(work.records),
      };
    case 'receive':
      return {
        parent: ROOT_CONTEXT,
        kind: SpanKind.CLIENT,
        links: linksTo(work.records),
        attributes: { ...placeAttributes(work), [attribute.batchSize]: work.records.length },
        destination: work.topic,
      };
    case 'process': {
      const creation = spanContextIn(work.trace);
      const root = withBaggageOf(work.trace, ROOT_CONTEXT);
      return {
        parent: oneTrace && creation !== undefined ? trace.setSpanContext(root, creation) : root,
        kind: SpanKind.CONSUMER,
        links: creation === undefined ? [] : [{ context: creation }],
        attributes: { ...placeAttributes(work), [attribute.offset]: Number(work.offset), ...messageAttributes(work) },
        destination: work.topic,
      };
    }
    case 'settle':
      return {
        parent: ROOT_CONTEXT,
        kind: SpanKind.CLIENT,
        links: [],
        attributes: { ...placeAttributes(work), [attribute.offset]: Number(work.offset) },
        destination: work.topic,
      };
    default:
      return work satisfies never;
  }
}

/** That of the code that sends, else of the event that is handled. */
function senderContext(headers: WireHeaders): Context {
  const active = contexts.active();
  if (trace.getSpanContext(active) !== undefined) return active;
  const cause = spanContextIn(headers);
  const context = withBaggageOf(headers, active);
  return cause === undefined ? context : trace.setSpanContext(context, cause);
}

/** To the contexts that created the events. */
function linksTo(records: readonly (OutgoingRecord | StoredRecord)[]): Link[] {
  const links: Link[] = [];
  for (const { headers } of records) {
    const context = spanContextIn(headers);
    if (context !== undefined) links.push({ context });
    if (links.length === mostLinks) break;
  }
  return links;
}

function onlyTopic([first, ...others]: readonly OutgoingRecord[]): string | undefined {
  return others.every(({ topic }) => topic === first?.topic) ? first?.topic : undefined;
}

function placeAttributes({ group, partition }: { readonly group: string; readonly partition: number }): Attributes {
  return { [attribute.group]: group, [attribute.partition]: String(partition) };
}

function messageAttributes({ id, correlationId }: Extract<Work, { readonly id: string }>): Attributes {
  return { [attribute.messageId]: id, [attribute.conversationId]: correlationId };
}

function bodyAttributes({ value }: OutgoingRecord): Attributes {
  return value === null ? { [attribute.tombstone]: true } : { [attribute.bodySize]: value.length };
}
