import { describe, expect, it } from 'vitest';
import { orderPlaced } from '../core/testing/orders-application.ts';
import { checkedTap } from './checked-tap.ts';
import { type Tap, where } from './tap.ts';

const orders = { topic: 'shop.orders' };
const sales = { topic: 'shop.sales' };

describe('checkedTap', () => {
  it.each<[string, Tap, string]>([
    ['has no name', { name: '', from: orders, copy: [{ to: sales }] }, 'it has no name; give it one'],
    ['reads nothing', { name: 't', from: [], copy: [{ to: sales }] }, 't taps no topic; name one in `from`'],
    ['leads nowhere', { name: 't', from: orders, divert: [] }, 't leads nowhere; give it a route'],
    [
      'feeds itself',
      { name: 't', from: [orders, sales], copy: [{ to: sales }] },
      't would feed shop.sales with what it takes from there; name another topic in `to`',
    ],
    [
      'leads to one topic twice',
      { name: 't', from: orders, copy: [{ to: sales }, { to: sales, when: where(orderPlaced) }] },
      't leads to shop.sales twice; write one route',
    ],
    [
      'reads a template',
      { name: 't', from: { topic: 'shop.{region}' }, copy: [{ to: sales }] },
      't names shop.{region}, a template; name its topics, as `topicsOf` gives them',
    ],
    [
      'reads dead letters',
      { name: 't', from: { topic: 'shop.orders.dlt' }, copy: [{ to: sales }] },
      't names shop.orders.dlt, a dead letter topic; its letters are for those who gave them up',
    ],
    [
      'makes dead letters',
      { name: 't', from: orders, copy: [{ to: { topic: 'x.dlt' } }] },
      't names x.dlt, a dead letter topic',
    ],
  ])('refuses a tap that %s', (_, tap, problem) => {
    expect(() => checkedTap(tap)).toThrow(`[CONFIGURATION_INVALID] a tap cannot run: ${problem}`);
  });
});
