import { describe, expect, it } from 'vitest';
import { checkWorkflow } from './check-workflow.ts';
import { diagram } from './diagram.ts';
import { rehearse } from './rehearse.ts';
import { steps } from './steps.ts';
import { minute, type TripHandlers, trip, tripWorkflow } from './testing/trip-workflow.ts';

const event = { key: 't-1', value: { tripId: 't-1', reference: 'SK 1' } };

/** A trip after these events, with the names of all that was sent. */
function given(...names: readonly (keyof TripHandlers)[]) {
  const rehearsal = rehearse(tripWorkflow);
  const sends = (outputs: readonly object[]) => outputs.flatMap((output) => ('send' in output ? [output.send] : []));
  for (const name of names) rehearsal.receive(name, event);
  return {
    rehearsal,
    when: (name: keyof TripHandlers) => sends(rehearsal.receive(name, event)),
    elapse: (milliseconds: number) => sends(rehearsal.elapse(milliseconds)),
    cancel: () => sends(rehearsal.cancel()),
  };
}

describe('steps', () => {
  it('go one after the other, and end with what completes them', () => {
    const { rehearsal, when } = given();
    expect(when('tripOrdered')).toEqual(['bookFlight']);
    expect(rehearsal.status).toBe('flight');
    expect(when('flightBooked')).toEqual(['bookHotel']);
    expect(when('hotelBooked')).toEqual(['rentCar']);
    expect(when('carRented')).toEqual(['confirm']);
    expect([rehearsal.status, rehearsal.ended, rehearsal.timers.size]).toEqual(['completed', true, 0]);
    expect(rehearsal.state?.data).toEqual({ tripId: 't-1', flight: 'SK 1' });
  });

  it('are sent again where no reply comes in time, each time with a limit of its own', () => {
    const { elapse, rehearsal } = given('tripOrdered');
    expect(elapse(10 * minute - 1)).toEqual([]);
    expect(elapse(1)).toEqual(['bookFlight']);
    expect(elapse(20 * minute)).toEqual(['bookFlight']);
    expect(elapse(60 * minute - 1)).toEqual([]);
    expect(rehearsal.status).toBe('flight');
  });

  it('are taken back where the last time limit has passed, since they may have happened', () => {
    const { elapse, when, rehearsal } = given('tripOrdered');
    expect(elapse(90 * minute)).toEqual(['bookFlight', 'bookFlight', 'cancelFlight']);
    expect(rehearsal.status).toBe('undo flight');
    expect(when('flightBooked')).toEqual([]);
    expect(when('flightCancelled')).toEqual(['giveUp']);
    expect(rehearsal.status).toBe('undone');
  });

  it('count their tries anew with each step', () => {
    const { elapse } = given('tripOrdered');
    elapse(10 * minute);
    const next = given('tripOrdered', 'flightBooked');
    expect(next.elapse(10 * minute)).toEqual(['cancelHotel', 'bookHostel']);
  });

  it('are not taken back where they failed', () => {
    const { when, rehearsal } = given('tripOrdered');
    expect(when('flightFull')).toEqual(['giveUp']);
    expect(rehearsal.status).toBe('undone');
  });

  it('have fallbacks that take their place', () => {
    const { when, rehearsal } = given('tripOrdered', 'flightBooked');
    expect(when('hotelFull')).toEqual(['bookHostel']);
    expect(rehearsal.status).toBe('hostel');
    expect(when('hostelBooked')).toEqual(['rentCar']);
    expect(rehearsal.state?.begun).toEqual(['flight', 'hostel', 'car']);
  });

  it('are taken back at once where a fallback takes the place of one whose reply never came', () => {
    const { elapse } = given('tripOrdered', 'flightBooked');
    expect(elapse(10 * minute)).toEqual(['cancelHotel', 'bookHostel']);
  });

  it('are taken back in reverse, one waiting for the other', () => {
    const { when, rehearsal } = given('tripOrdered', 'flightBooked', 'hotelFull', 'hostelBooked');
    expect(when('noCar')).toEqual(['cancelHostel']);
    expect(rehearsal.status).toBe('undo hostel');
    expect(when('hostelCancelled')).toEqual(['cancelFlight']);
    expect(when('flightCancelled')).toEqual(['giveUp']);
  });

  it('are taken back without waiting where nobody answers to that', () => {
    const { when, rehearsal } = given('tripOrdered', 'flightBooked', 'hotelBooked');
    expect(when('noCar')).toEqual(['cancelHotel', 'cancelFlight']);
    expect(rehearsal.status).toBe('undo flight');
  });

  it('ask to be taken back until that is done, however long it takes', () => {
    const { elapse, rehearsal } = given('tripOrdered', 'flightBooked', 'hotelFull', 'hostelBooked', 'noCar');
    expect(elapse(3 * minute)).toEqual(['cancelHostel', 'cancelHostel']);
    expect(elapse(10 * minute)).toEqual(['cancelHostel', 'cancelHostel']);
    expect(elapse(1_000 * minute)).toHaveLength(200);
    expect(rehearsal.status).toBe('undo hostel');
  });

  it.each(['tripDropped', 'cancel'] as const)('are all taken back at %s, the one under way included', (what) => {
    const { when, cancel, rehearsal } = given('tripOrdered', 'flightBooked');
    expect(what === 'cancel' ? cancel() : when('tripDropped')).toEqual(['cancelHotel', 'cancelFlight']);
    expect(rehearsal.status).toBe('undo flight');
  });

  it('draw themselves', () => {
    expect(diagram(tripWorkflow).split('\n')).toEqual(
      expect.arrayContaining([
        '  [*] --> flight : tripOrdered',
        '  flight --> flight : ⏱ flight is late',
        '  flight --> undo_flight : tripDropped, [cancel], ⏱ flight is late',
        '  flight --> undone : flightFull',
        '  hotel --> hostel : hotelFull, ⏱ hotel is late',
        '  car --> completed : carRented',
        '  undo_hostel --> undo_flight : hostelCancelled',
        '  undo_flight --> undone : flightCancelled',
      ]),
    );
  });

  it('are a workflow without contradictions', () => {
    expect(() => checkWorkflow(tripWorkflow)).not.toThrow();
    const [flight, ...rest] = trip.steps;
    expect(() => steps({ ...trip, steps: [flight, ...rest, flight] })).toThrow(
      "[WORKFLOW_INVALID] 'flight' is the name of two steps: it is a status. Call it otherwise",
    );
    expect(() => steps({ ...trip, steps: [{ ...flight, name: 'undone' }] })).toThrow('is no name for a step');
  });
});
