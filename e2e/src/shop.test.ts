import { describeShop } from './shop-behaviour.ts';

describeShop({ name: 'the embedded engine', engine: 'embedded', environment: async () => ({}) });
