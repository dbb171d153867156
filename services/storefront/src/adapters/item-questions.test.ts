import { describe, expect, it, vi } from 'vitest';
import { createItemQuestions, type ItemAnswer } from './item-questions.ts';

const unknown: ItemAnswer = { $type: 'shop.warehouse.ItemUnknown', sku: 'SOFA', explanation: 'No such item.' };

function given(patience = 60_000) {
  const asked: string[] = [];
  let ids = 0;
  const questions = createItemQuestions({
    send: {
      itemRequested: async ({ value }) => {
        asked.push(value.requestId);
        return { id: 'e', topic: 't' };
      },
    },
    now: () => new Date(0),
    newId: () => `request-${++ids}`,
    patience,
  });
  return { asked, questions };
}

describe('createItemQuestions', () => {
  it('gives each answer to whoever asked', async () => {
    const { questions } = given();
    const answers = Promise.all([questions.ask('SOFA'), questions.ask('LAMP')]);

    questions.answered('request-2', { ...unknown, sku: 'LAMP' });
    questions.answered('request-1', unknown);

    expect((await answers).map((answer) => answer?.sku)).toEqual(['SOFA', 'LAMP']);
  });

  it('has no answer where none came in time, and drops it when it comes late', async () => {
    const { questions } = given(1);

    expect(await questions.ask('SOFA')).toBeUndefined();
    expect(() => questions.answered('request-1', unknown)).not.toThrow();
  });

  it('rejects where the question could not be sent', async () => {
    const itemRequested = vi.fn().mockRejectedValue(new Error('the log is closed'));
    const questions = createItemQuestions({
      send: { itemRequested },
      now: () => new Date(0),
      newId: () => 'request-1',
      patience: 60_000,
    });

    await expect(questions.ask('SOFA')).rejects.toThrow('the log is closed');
  });
});
