export type { EngineName } from './engine.ts';
export { registerSchemas } from './register-schemas.ts';
export type { RunningService, ShopService } from './shop-service.ts';
export { type ServiceName, type ShopServices, serviceNames } from './shop-services.ts';
export { type Shop, type ShopOptions, startShop } from './start-shop.ts';
