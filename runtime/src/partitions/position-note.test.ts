import { describe, expect, it } from 'vitest';
import { isOfEarlierTopic, positionNotes, type TopicIdentity } from './position-note.ts';

const present = { cluster: 'MkU3OEVBNTcwNTJENDM2Qk', topic: '6f1c7b6e-0a56-4a4d-8a3e-8a5a3a1b2c3d' };

const positionNote = (identity: TopicIdentity) => positionNotes(new Map([['orders', identity]])).get('orders');

describe('isOfEarlierTopic', () => {
  it('tells a topic from one that was made anew under its name', () => {
    expect(isOfEarlierTopic(positionNote(present), present)).toBe(false);
    expect(isOfEarlierTopic(positionNote({ ...present, topic: 'the one before' }), present)).toBe(false);
    expect(isOfEarlierTopic(positionNote({ ...present, topic: 'before' }), present)).toBe(true);
    const nameless = { ...present, cluster: '' };
    expect(isOfEarlierTopic(positionNote({ ...nameless, topic: 'before' }), nameless)).toBe(true);
  });

  it.each([null, undefined, '', 'reset by hand'])('takes a position with the note %j at its word', (note) => {
    expect(isOfEarlierTopic(note, present)).toBe(false);
  });

  it('takes a position that was copied from another cluster at its word', () => {
    expect(isOfEarlierTopic(positionNote({ cluster: 'another', topic: 'another' }), present)).toBe(false);
  });
});
