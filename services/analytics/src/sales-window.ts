import { type TumblingWindow, tumblingWindow } from '@eventwright/runtime/windows';

/** Revenue by currency, for each minute in which orders became binding. */
export type SalesWindow = TumblingWindow<'revenue' | 'items'>;

export const salesWindow: SalesWindow = tumblingWindow({
  name: 'sales',
  size: 60_000,
  lateness: 30_000,
  measures: ['revenue', 'items'],
});
