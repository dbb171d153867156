import { diagram, rehearse } from '@eventwright/runtime/workflows';
import { build } from '@shop/contracts/testing';
import { describe, expect, it } from 'vitest';
import type { OrderStatus } from './order.ts';
import { orderWorkflow } from './order-workflow.ts';

const [minute, day] = [60_000, 86_400_000];
const workflow = orderWorkflow({ payment: 15 * minute, dispatch: 14 * day });

type Given = keyof typeof workflow.key;

/** An order after these events. */
function given(...names: readonly Given[]) {
  const order = rehearse(workflow);
  for (const name of names) order.receive(name, build[name]());
  return order;
}

const sendsOf = (outputs: readonly object[]) => outputs.flatMap((output) => ('send' in output ? [output.send] : []));

describe('an order', () => {
  it('is taken in, and its payment asked for', () => {
    const { value } = build.orderPlaced();
    const order = given();
    const outputs = order.receive('orderPlaced', build.orderPlaced());
    const { lines, totals, shippingAddress, paymentMethod, note, wishedDeliveryDate } = value;
    expect(outputs).toMatchObject([
      { send: 'temporaryOrderCreated', value: { lines, totals, shippingAddress, note, wishedDeliveryDate } },
      { send: 'paymentRequested', value: { amount: totals.total, paymentMethod } },
      { start: 'paymentOverdue', after: 15 * minute },
    ]);
    const [created, requested] = outputs.map((output) => ('value' in output ? output.value : {}));
    expect(Reflect.get(created ?? {}, 'transactionId')).toBe(Reflect.get(requested ?? {}, 'transactionId'));
  });

  it('is confirmed with all that the warehouse needs, and nothing about the payment', () => {
    const [outputs] = given('orderPlaced').receive('paymentAuthorized', build.paymentAuthorized());
    const { customer, lines, totals, shippingAddress, note, wishedDeliveryDate } = build.orderPlaced().value;
    expect(outputs).toMatchObject({
      send: 'orderConfirmed',
      value: { customer, lines, totals, shippingAddress, note, wishedDeliveryDate },
    });
    expect(outputs).not.toHaveProperty('value.paymentMethod');
  });

  it('is rejected with the explanation of the bank', () => {
    const declined = build.paymentDeclined({ explanation: 'No.' });
    expect(given('orderPlaced').receive('paymentDeclined', declined)).toMatchObject([
      { send: 'orderRejected', value: { reason: 'PAYMENT_DECLINED', explanation: 'No.' } },
    ]);
  });

  it('says what is missing where it is given up for want of stock', () => {
    const missing = [{ sku: 'MUG', requested: 2, available: 1n }];
    const order = given('orderPlaced', 'paymentAuthorized');
    expect(order.receive('stockShort', build.stockShort({ missing }))).toMatchObject([
      { send: 'orderCancelled', value: { reason: 'STOCK', explanation: 'MUG: 2 ordered, 1 available.' } },
    ]);
    expect(order.status).toBe('refunding');
    expect(order.receive('paymentRefunded', build.paymentRefunded())).toEqual([]);
    expect([order.status, order.ended]).toEqual(['cancelled', true]);
  });

  it('has its payment asked for again where nobody answers, and is given up in the end', () => {
    const order = given('orderPlaced');
    expect(sendsOf(order.elapse(45 * minute))).toEqual(['paymentRequested', 'paymentRequested', 'paymentRequested']);
    expect(order.status).toBe('temporary');
    expect(sendsOf(order.elapse(15 * minute))).toEqual(['orderCancelled']);
    expect([order.status, order.ended, order.timers.size]).toEqual(['cancelled', true, 0]);
    expect(order.receive('paymentAuthorized', build.paymentAuthorized())).toEqual([]);
  });

  it('is given up where nobody dispatches it, and its payment goes back', () => {
    const order = given('orderPlaced', 'paymentAuthorized');
    expect(order.elapse(14 * day - 1)).toEqual([]);
    expect(sendsOf(order.elapse(1))).toEqual(['orderCancelled']);
    expect(order.status).toBe('refunding');
  });

  it('is given up by whoever runs the shop, with the reason', () => {
    expect(given('orderPlaced', 'paymentAuthorized').cancel('fraud')).toMatchObject([
      { send: 'orderCancelled', value: { reason: 'UNKNOWN', explanation: 'fraud' } },
    ]);
  });

  it.each<readonly [OrderStatus, readonly Given[]]>([
    ['delivered', ['paymentAuthorized', 'orderDispatched', 'parcelDelivered']],
    ['delivered', ['paymentAuthorized', 'parcelDelivered', 'orderDispatched']],
    ['dispatched', ['paymentAuthorized', 'orderDispatched', 'orderCancellationRequested']],
    ['cancelled', ['orderCancellationRequested', 'paymentAuthorized']],
    ['refunding', ['paymentAuthorized', 'orderCancellationRequested', 'orderDispatched']],
    ['rejected', ['paymentDeclined', 'orderCancellationRequested', 'paymentAuthorized']],
    ['confirmed', ['paymentAuthorized', 'orderPlaced', 'paymentDeclined']],
  ])('is %s after %j', (status, names) => {
    expect(given('orderPlaced', ...names).status).toBe(status);
  });

  it('draws itself', () => {
    expect(diagram(workflow)).toContain('  temporary --> confirmed : paymentAuthorized');
  });
});
