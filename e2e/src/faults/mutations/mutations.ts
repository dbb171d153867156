import type { Mutation } from './mutation.ts';

/** Every guard of delivery, each with the fault that would be a loss or a double effect without it. */
export const mutations: readonly Mutation[] = [];
