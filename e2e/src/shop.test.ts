import { describeShop } from './shop-behaviour.ts';

describeShop({ engine: 'embedded', environment: async () => ({}) });
