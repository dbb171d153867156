import { type Context, context as contexts, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { Activity, Telemetry, Work, WorkEnd } from '../core/telemetry.ts';
import type { WireHeaders } from '../core/transport.ts';
import { describeWork } from './describe-work.ts';
import type { ErrorTypeOf } from './error-types.ts';
import { attribute, operations } from './semantic-conventions.ts';
import { headersOf } from './trace-context.ts';

export interface TraceOptions {
  readonly tracer: Tracer;
  /** `messaging.system`. */
  readonly system: string;
  readonly errorType: ErrorTypeOf;
  /** Spans of handlers belong to the trace of their event, beside the link to it. */
  readonly oneTrace: boolean;
}

const noTrace: WireHeaders = new Map();

/** Turns work into spans. */
export function traceWork({ tracer, system, errorType, oneTrace }: TraceOptions): Telemetry['start'] {
  return (work) => {
    const { parent, kind, links, attributes, destination } = describeWork(work, oneTrace);
    const operation = operations[work.kind];
    const span = tracer.startSpan(
      destination === undefined ? operation.name : `${operation.name} ${destination}`,
      {
        kind,
        links: [...links],
        attributes: {
          [attribute.system]: system,
          [attribute.operationName]: operation.name,
          [attribute.operationType]: operation.type,
          ...(destination === undefined ? {} : { [attribute.destination]: destination }),
          ...attributes,
        },
      },
      parent,
    );
    return activityOf(span, trace.setSpan(parent, span), { handsOn: handsOn.has(work.kind), errorType });
  };
}

/** Work that events come from; the others are about events that have a context already. */
const handsOn: ReadonlySet<Work['kind']> = new Set<Work['kind']>(['create', 'send', 'process']);

function activityOf(
  span: Span,
  context: Context,
  { handsOn, errorType }: { readonly handsOn: boolean; readonly errorType: ErrorTypeOf },
): Activity {
  return {
    trace: handsOn ? headersOf(context) : noTrace,
    within: (work) => contexts.with(context, work),
    end: (end) => {
      try {
        note(span, end, errorType);
      } finally {
        span.end();
      }
    },
  };
}

function note(span: Span, { error, position }: WorkEnd, errorType: ErrorTypeOf): void {
  if (position !== undefined) {
    const { partition, offset } = position;
    span.setAttributes({ [attribute.partition]: String(partition), [attribute.offset]: Number(offset) });
  }
  if (error === undefined) return;
  const exception = error instanceof Error ? error : String(error);
  span.setAttribute(attribute.errorType, errorType(error));
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: typeof exception === 'string' ? exception : exception.message,
  });
  span.recordException(exception);
}
