import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rehearse } from './rehearse.ts';
import { replay } from './replay.ts';
import { minute, type TripHandlers, tripWorkflow } from './testing/trip-workflow.ts';

/** Who books: idempotent, and answers what is asked of it in that order. */
interface Booker {
  readonly book: string;
  readonly cancel: string | undefined;
  readonly says: {
    readonly booked: keyof TripHandlers;
    readonly full: keyof TripHandlers;
    readonly cancelled?: keyof TripHandlers;
  };
}

const bookers: readonly Booker[] = [
  {
    book: 'bookFlight',
    cancel: 'cancelFlight',
    says: { booked: 'flightBooked', full: 'flightFull', cancelled: 'flightCancelled' },
  },
  { book: 'bookHotel', cancel: 'cancelHotel', says: { booked: 'hotelBooked', full: 'hotelFull' } },
  {
    book: 'bookHostel',
    cancel: 'cancelHostel',
    says: { booked: 'hostelBooked', full: 'hostelFull', cancelled: 'hostelCancelled' },
  },
  { book: 'rentCar', cancel: undefined, says: { booked: 'carRented', full: 'noCar' } },
];

/** Per booker: has it room, and how many of what it is asked does it not answer. */
const manners = fc.tuple(...bookers.map(() => fc.record({ room: fc.boolean(), silent: fc.nat(4) })));

const step = fc.oneof(
  fc.record({ kind: fc.constant('deliver'), booker: fc.nat(3), twice: fc.boolean() }),
  fc.record({ kind: fc.constant('elapse'), minutes: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ kind: fc.constantFrom('drop', 'cancel') }),
);

const event = { key: 't-1', value: { tripId: 't-1' } };

it('are all done or all taken back, whoever answers what and when', () => {
  fc.assert(
    fc.property(manners, fc.array(step, { maxLength: 30 }), (given, story) => {
      const trip = rehearse(tripWorkflow);
      const stands = bookers.map(() => ({
        booked: false,
        closed: false,
        asked: 0,
        answers: [] as (keyof TripHandlers)[],
      }));
      const act = (outputs: readonly object[]): void => {
        for (const output of outputs) if ('send' in output) ask(String(output.send));
      };
      const ask = (command: string): void => {
        for (const [index, { book, cancel, says }] of bookers.entries()) {
          const [stand, manner] = [stands[index], given[index]];
          if (stand === undefined || manner === undefined || (command !== book && command !== cancel)) continue;
          stand.asked += 1;
          if (command === cancel) Object.assign(stand, { booked: false, closed: true });
          else if (manner.room && !stand.closed) stand.booked = true;
          const answer = command === cancel ? says.cancelled : stand.booked ? says.booked : says.full;
          if (stand.asked > manner.silent && answer !== undefined) stand.answers.push(answer);
        }
      };
      const deliver = (index: number, twice = false): void => {
        const [answer] = stands[index]?.answers ?? [];
        if (answer !== undefined) act(trip.receive(answer, event));
        if (!twice) stands[index]?.answers.shift();
      };

      act(trip.receive('tripOrdered', event));
      for (const one of story) {
        if ('booker' in one) deliver(one.booker, one.twice);
        else if ('minutes' in one) act(trip.elapse(one.minutes * minute));
        else act(one.kind === 'drop' ? trip.receive('tripDropped', event) : trip.cancel());
      }
      for (let rounds = 0; rounds < 60; rounds += 1) {
        for (const index of bookers.keys()) deliver(index);
        // A car is waited for without a limit: whoever runs the service sees that and gives the trip up.
        act(rounds === 30 ? trip.cancel() : trip.elapse(15 * minute));
      }

      const [flight, hotel, hostel, car] = stands.map(({ booked }) => booked);
      const completed = trip.status === 'completed';
      expect(['completed', 'undone']).toContain(trip.status);
      expect({ flight, beds: Number(hotel) + Number(hostel) }).toEqual({ flight: completed, beds: completed ? 1 : 0 });
      if (completed) expect(car).toBe(true);
      expect(replay(tripWorkflow, trip.history)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
