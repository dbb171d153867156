import { describe, expect, it } from 'vitest';
import { createShopService, type RunningService } from './shop-service.ts';

const accounting = {
  received: 0,
  applied: 0,
  ignored: 0,
  deduplicated: 0,
  parked: 0,
  dead: 0,
  inFlight: 0,
  waiting: 0,
};

/** A service whose start takes until it is told, and what became of each start. */
function given() {
  const began = Promise.withResolvers<void>();
  const lives: string[] = [];
  const service = createShopService<RunningService>('orders', async () => {
    const life = lives.push('starting') - 1;
    await began.promise;
    lives[life] = 'running';
    return {
      running: { accounting, failure: undefined },
      close: async () => {
        lives[life] = 'closed';
      },
    };
  });
  return { service, lives, began };
}

describe('createShopService', () => {
  it('starts once, however often it is asked to', async () => {
    const { service, lives, began } = given();
    const starting = [service.start(), service.start()];
    began.resolve();
    await Promise.all(starting);
    await service.start();
    expect(lives).toEqual(['running']);
    expect(service.running).toBeDefined();
  });

  it('stops also what is still starting: nothing must go on where all is closed', async () => {
    const { service, lives, began } = given();
    const starting = service.start();
    const stopping = service.stop();
    began.resolve();
    await Promise.all([starting, stopping]);
    expect(lives).toEqual(['closed']);
    expect(service.running).toBeUndefined();
  });

  it('can be stopped where it could not start, and started again', async () => {
    const { service, lives, began } = given();
    const failing = service.start();
    const stopping = service.stop();
    began.reject(new Error('no database'));
    await expect(failing).rejects.toThrow('no database');
    await stopping;
    await expect(service.start()).rejects.toThrow('no database');
    expect(lives).toEqual(['starting', 'starting']);
  });

  it('is another one after a restart', async () => {
    const { service, lives, began } = given();
    began.resolve();
    await service.start();
    await service.restart();
    expect(lives).toEqual(['closed', 'running']);
  });
});
