import { describe, expect, it } from 'vitest';
import { RuntimeError } from './errors.ts';
import { noTransaction } from './no-transaction.ts';

describe('noTransaction', () => {
  it('says what is missing, whatever it is asked', async () => {
    for (const use of [noTransaction.query('select 1'), noTransaction.execute('select 1')]) {
      const error = await use.catch((thrown: unknown) => thrown);
      expect(RuntimeError.is(error, 'CONFIGURATION_INVALID')).toBe(true);
      expect(String(error)).toContain('ctx.tx needs a database; give the client the option delivery');
    }
  });
});
