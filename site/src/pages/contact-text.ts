import type { Contact } from '../catalog/catalog.ts';

/** As text: an address of the contracts is no link. */
export const contactText = ({ name, email, url }: Contact): string =>
  [name, email, url].filter((part) => part !== undefined).join(', ');
