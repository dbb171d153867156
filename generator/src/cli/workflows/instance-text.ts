import type { JsonObject } from '@eventwright/avro';
import type { WorkflowInstance } from '@eventwright/runtime/workflows';

/** In the reader's own time would be nicer, but logs have UTC. */
export function timeText(time: Date | undefined): string {
  return time === undefined ? '-' : time.toISOString().slice(0, 19).replace('T', ' ');
}

export function instanceData(instance: WorkflowInstance): JsonObject {
  const { workflow, key, version, status, ended, inputs, correlationId, stuck, failure } = instance;
  return {
    workflow,
    key,
    version,
    status,
    ended,
    inputs,
    correlationId: correlationId ?? null,
    startedAt: instance.startedAt.toISOString(),
    updatedAt: instance.updatedAt.toISOString(),
    nextTimer: instance.nextTimer?.toISOString() ?? null,
    stuck: stuck ?? null,
    failure: failure === undefined ? null : { ...failure, since: failure.since.toISOString() },
  };
}
