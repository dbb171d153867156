import type { Handler, NoHeaders, Send } from '../../core/application.ts';
import type { Step, StepsDefinition, StepsState, Undo } from '../step.ts';
import { steps } from '../steps.ts';
import type { Workflow } from '../workflow.ts';

/*
 * A trip of a flight, a hotel or else a hostel, and a car; all of it or nothing.
 */

interface OfTrip {
  readonly tripId: string;
}

type SendTrip = Send<OfTrip, string, NoHeaders>;

export interface TripSends {
  readonly bookFlight: SendTrip;
  readonly cancelFlight: SendTrip;
  readonly bookHotel: SendTrip;
  readonly cancelHotel: SendTrip;
  readonly bookHostel: SendTrip;
  readonly cancelHostel: SendTrip;
  readonly rentCar: SendTrip;
  readonly confirm: SendTrip;
  readonly giveUp: SendTrip;
}

type Handle = Handler<OfTrip & { readonly reference?: string }, string, NoHeaders, TripSends>;

export interface TripHandlers {
  readonly tripOrdered: Handle;
  readonly flightBooked: Handle;
  readonly flightFull: Handle;
  readonly flightCancelled: Handle;
  readonly hotelBooked: Handle;
  readonly hotelFull: Handle;
  readonly hostelBooked: Handle;
  readonly hostelFull: Handle;
  readonly hostelCancelled: Handle;
  readonly carRented: Handle;
  readonly noCar: Handle;
  readonly tripDropped: Handle;
}

export interface Trip extends OfTrip {
  readonly flight: string | undefined;
}

type TripStep = Step<TripHandlers, Trip>;

const byTrip = ({ value }: { readonly value: OfTrip }): string => value.tripId;

const sending =
  (send: keyof TripSends): Undo<TripHandlers, Trip>['send'] =>
  ({ tripId }) => [{ send, key: tripId, value: { tripId } }];

export const minute = 60_000;

const hostel: TripStep = {
  name: 'hostel',
  send: sending('bookHostel'),
  replies: { hostelBooked: 'done', hostelFull: 'failed' },
  within: 10 * minute,
  undo: {
    send: sending('cancelHostel'),
    replies: ['hostelCancelled'],
    within: minute,
    again: [2 * minute, 5 * minute],
  },
};

export const trip: StepsDefinition<TripHandlers, Trip> = {
  name: 'trip',
  version: 1,
  key: {
    tripOrdered: byTrip,
    flightBooked: byTrip,
    flightFull: byTrip,
    flightCancelled: byTrip,
    hotelBooked: byTrip,
    hotelFull: byTrip,
    hostelBooked: byTrip,
    hostelFull: byTrip,
    hostelCancelled: byTrip,
    carRented: byTrip,
    noCar: byTrip,
    tripDropped: byTrip,
  },
  unknown: 'ignore',
  initialState: { tripOrdered: ({ value }) => ({ tripId: value.tripId, flight: undefined }) },
  steps: [
    {
      name: 'flight',
      send: sending('bookFlight'),
      replies: { flightBooked: 'done', flightFull: 'failed' },
      within: 10 * minute,
      again: [20 * minute, 60 * minute],
      undo: { send: sending('cancelFlight'), replies: ['flightCancelled'] },
    },
    {
      name: 'hotel',
      send: sending('bookHotel'),
      replies: { hotelBooked: 'done', hotelFull: 'failed' },
      within: 10 * minute,
      // Nobody answers to this.
      undo: { send: sending('cancelHotel') },
      fallback: hostel,
    },
    { name: 'car', send: sending('rentCar'), replies: { carRented: 'done', noCar: 'failed' } },
  ],
  cancelOn: ['tripDropped'],
  evolve: { flightBooked: (data, { value }) => ({ ...data, flight: value.reference }) },
  completed: sending('confirm'),
  undone: sending('giveUp'),
};

export const tripWorkflow: Workflow<TripHandlers, StepsState<Trip>, string, string> = steps(trip);
