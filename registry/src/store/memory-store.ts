import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

/** A store that forgets everything with the process: for tests. */
export function memoryStore(): Store {
  let open = true;
  const settled = async (): Promise<void> => {
    if (!open) throw new StoreError('STORE_CLOSED', 'the registry was closed: create a new one');
  };
  return {
    entries: [],
    append: settled,
    settled,
    close: async () => {
      open = false;
    },
  };
}
