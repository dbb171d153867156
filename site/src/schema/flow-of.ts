import type { Service } from '../catalog/catalog.ts';
import { type Estate, type EventFlows, type Flow, operationsWithReplies } from '../catalog/estate.ts';

/** A step of a flow: services send an event to a topic, others receive it from there. */
export interface FlowStep {
  readonly event: string;
  /** Address. */
  readonly topic: string;
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  /** How many events came before it. */
  readonly depth: number;
}

/** Further than this from its start, and beyond so many steps, a flow is told by the flows of the events on its rim. */
const deepest = 8;
const mostSteps = 60;

/** What may follow an event. */
export interface EventFlow {
  readonly steps: readonly FlowStep[];
  /** Whether more may follow than the steps tell. */
  readonly goesOn: boolean;
}

/**
 * What may follow an event, by what services receive and send: contracts do not say which of its events a service sends
 * because of another, so all of them are told, each once.
 */
export function flowFrom(event: string, estate: Estate): EventFlow {
  const steps: FlowStep[] = [];
  const seen = new Set<string>();
  let wave: readonly Sent[] = estate.topicsOf(event).map(({ address }) => ({ event, topic: address }));
  for (let depth = 0; wave.length > 0 && depth < deepest; depth += 1) {
    const next: Sent[] = [];
    for (const sent of wave) {
      const key = JSON.stringify([sent.event, sent.topic]);
      if (seen.has(key)) continue;
      if (steps.length === mostSteps) return { steps, goesOn: true };
      seen.add(key);
      const { senders, receivers } = wayOver(sent, estate);
      steps.push({ ...sent, senders: namesOf(senders), receivers: namesOf(receivers), depth });
      next.push(...receivers.flatMap(({ service }) => sentBy(service)));
    }
    wave = next;
  }
  return { steps, goesOn: wave.some((sent) => !seen.has(JSON.stringify([sent.event, sent.topic]))) };
}

interface Sent {
  readonly event: string;
  readonly topic: string;
}

/** Who sends an event to a topic, and who receives it from there. */
export function wayOver({ event, topic }: Sent, estate: Estate): EventFlows {
  const { senders, receivers } = estate.flowsOf(event);
  const isOver = ({ operation }: Flow): boolean => operation.topic === topic;
  return { senders: senders.filter(isOver), receivers: receivers.filter(isOver) };
}

const namesOf = (flows: readonly Flow[]): readonly string[] => [...new Set(flows.map(({ service }) => service.name))];

const sentBy = (service: Service): readonly Sent[] =>
  operationsWithReplies(service)
    .filter(({ action }) => action === 'send')
    .flatMap(({ events, topic }) => events.map((event) => ({ event, topic })));
