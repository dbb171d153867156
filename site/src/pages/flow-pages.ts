import { sequenceDrawing } from '../draw/sequence.ts';
import { type Block, commas, type Line, link, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import { type FlowStep, flowFrom, wayOver } from '../schema/flow-of.ts';
import type { SiteContext } from '../site-context.ts';
import { failureText } from './failure-text.ts';

/** The flows of events that nothing else leads to. */
export function flowListPage({ estate, links, paths }: SiteContext): Page {
  const flows = estate.catalog.events.map(({ name }) => ({ name, ...flowFrom(name, estate) }));
  const followers = new Set(
    flows.flatMap(({ name, steps }) => steps.map(({ event }) => event).filter((event) => event !== name)),
  );
  const starts = flows.filter(({ name, steps }) => !followers.has(name) || steps.length > 1);
  return {
    path: 'flows.html',
    title: 'Flows',
    summary: 'What may follow an event, step by step, through all services.',
    section: 'flows',
    trail: [],
    badges: [],
    blocks: [
      table({
        caption: 'Flows by the event that starts them',
        rows: starts,
        empty: 'No event leads to another.',
        isFiltered: true,
        columns: [
          { title: 'Starts with', cell: ({ name }) => [link(paths.flow(name), name)] },
          {
            title: 'Steps',
            isNumber: true,
            cell: ({ steps, goesOn }) => [`${steps.length}${goesOn ? ' and more' : ''}`],
          },
          {
            title: 'Services',
            cell: ({ steps }) =>
              commas(
                [...new Set(steps.flatMap(({ senders, receivers }) => [...senders, ...receivers]))].map((one) => [
                  links.service(one),
                ]),
              ),
          },
        ],
      }),
    ],
  };
}

/** What may follow an event. */
export function flowPage(event: string, context: SiteContext): Page {
  const { estate, links, paths } = context;
  const { steps, goesOn } = flowFrom(event, estate);
  const services = new Set(steps.flatMap(({ senders, receivers }) => [...senders, ...receivers]));
  return {
    path: paths.flow(event),
    title: `What follows ${event}`,
    summary: `${event} may lead to ${goesOn ? 'more than ' : ''}${counted(steps.length - 1, 'other event')} in ${counted(services.size, 'service')}.`,
    section: 'flows',
    trail: [{ title: 'Flows', path: 'flows.html' }],
    badges: [],
    blocks: [
      text(
        'It begins with ',
        links.event(event),
        '. Contracts say what a service receives and sends, not which it sends because of what: all that may follow is told, each event once.',
      ),
      ...(goesOn ? [text('More may follow than is told here: the flows of the last events go on.')] : []),
      drawing(event, steps, context),
      ...section('steps', 'Steps', stepTable(event, steps, context)),
      ...section('failures', 'Where a step fails', failures(steps, context)),
    ],
  };
}

function drawing(event: string, steps: readonly FlowStep[], { paths }: SiteContext): Block {
  return {
    kind: 'figure',
    label: `What follows ${event}, as a drawing; the table of steps below says the same`,
    svg: (url) =>
      sequenceDrawing(
        `What follows ${event}`,
        steps.flatMap((step) =>
          (step.senders.length === 0 ? ['somebody'] : step.senders).map((from) => ({
            label: step.event,
            href: url(paths.event(step.event)),
            from,
            to: step.receivers,
          })),
        ),
      ),
  };
}

function stepTable(event: string, steps: readonly FlowStep[], { links }: SiteContext): Block {
  const names = (list: readonly string[]): Line => commas(list.map((one) => [links.service(one)]));
  return table({
    caption: `Steps after ${event}`,
    rows: steps.map((step, index) => ({ ...step, number: index + 1 })),
    empty: 'There are none.',
    columns: [
      { title: 'Step', isNumber: true, cell: ({ number }) => [String(number)] },
      { title: 'Sent by', cell: ({ senders }) => names(senders) },
      { title: 'Event', cell: (step) => [links.event(step.event)] },
      { title: 'Over', cell: ({ topic }) => [links.topic(topic)] },
      { title: 'Received by', cell: ({ receivers }) => names(receivers) },
      { title: 'Events before it', isNumber: true, cell: ({ depth }) => [String(depth)] },
    ],
  });
}

/** Each receiver of each step, what it does where its handler fails, and where the event ends up. */
function failures(steps: readonly FlowStep[], { estate, links }: SiteContext): Block {
  const rows = steps.flatMap((step) =>
    wayOver(step, estate)
      .receivers.filter(({ isReply }) => !isReply)
      .map(({ service, operation }) => ({ event: step.event, service: service.name, operation })),
  );
  return table({
    caption: 'Failure paths',
    rows,
    empty: 'Nobody receives, so nothing fails.',
    columns: [
      { title: 'Event', cell: ({ event }) => [links.event(event)] },
      { title: 'At', cell: ({ service }) => [links.service(service)] },
      { title: 'Then', cell: ({ operation }) => [failureText(operation.failures)] },
      {
        title: 'Dead letters',
        cell: ({ operation }) => [{ kind: 'code', text: estate.topic(operation.topic)?.deadLetterTopic ?? '' }],
      },
    ],
  });
}
