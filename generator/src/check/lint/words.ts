/** The words of a name in small letters: `orderId`, `OrderID` and `order_id` are `order`, `id`. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Whether a name has these words one after the other, such as `birth date` in `customerBirthDate`. */
export const hasWords = (name: string, words: string): boolean => ` ${wordsOf(name).join(' ')} `.includes(` ${words} `);
