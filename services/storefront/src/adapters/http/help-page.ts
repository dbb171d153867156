/** What `GET /` answers: how to try the shop from a terminal. */
export function helpPage(url: string): string {
  return `The shop. Try it from a terminal:

What is on sale
  curl ${url}/items

Place an order
  ${orderExample(url)}

Follow it, or all of them
  curl ${url}/orders/<orderId>
  curl ${url}/orders

Cancel it, until it is dispatched
  curl -X POST ${url}/orders/<orderId>/cancel

Ways to see it fail: the card token tok_declined is declined, and so is an order above 10,000.00 (the TEAHOUSE).
The item LAMP-AURORA is on sale, but the warehouse does not know it yet: an order for it waits until somebody adds it there.
`;
}

/** An order as a command for a terminal. */
export function orderExample(url: string): string {
  return `curl -X POST ${url}/orders -H 'content-type: application/json' -d '${JSON.stringify(exampleOrder)}'`;
}

const exampleOrder = {
  customer: { name: 'Ada Lindqvist', email: 'ada@example.org' },
  lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
  shippingAddress: { street: 'Storgatan 7', postalCode: '753 31', city: 'Uppsala', country: 'SE' },
  paymentMethod: { type: 'card', token: 'tok_visa', lastDigits: '4242' },
};
