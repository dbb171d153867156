import type { Estate } from '../catalog/estate.ts';

/** A step of a flow: a service sends an event, others receive it. */
export interface FlowStep {
  readonly event: string;
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  /** How many events came before it. */
  readonly depth: number;
}

/** Further than this from its start a flow is told by the flows of the events on its rim. */
const deepest = 8;

/**
 * What may follow an event, by what services receive and send: contracts do not say which of its events a service sends
 * because of another, so all of them are told, each once.
 */
export function flowFrom(event: string, estate: Estate): readonly FlowStep[] {
  const steps: FlowStep[] = [];
  const seen = new Set([event]);
  let wave: readonly string[] = [event];
  for (let depth = 0; wave.length > 0 && depth < deepest; depth += 1) {
    const next: string[] = [];
    for (const name of wave) {
      const { senders, receivers } = estate.flowsOf(name);
      steps.push({ event: name, senders: namesOf(senders), receivers: namesOf(receivers), depth });
      for (const follower of receivers.flatMap(({ service }) => sentBy(service))) {
        if (seen.has(follower)) continue;
        seen.add(follower);
        next.push(follower);
      }
    }
    wave = next;
  }
  return steps;
}

const namesOf = (flows: readonly { readonly service: { readonly name: string } }[]): readonly string[] => [
  ...new Set(flows.map(({ service }) => service.name)),
];

const sentBy = ({ operations }: Estate['catalog']['services'][number]): readonly string[] =>
  operations.filter(({ action }) => action === 'send').flatMap(({ events }) => events);
