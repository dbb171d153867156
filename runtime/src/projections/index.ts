export type { BuildState, ProjectionBuild } from './build.ts';
export {
  type OpenProjection,
  type OpenProjectionOptions,
  openProjection,
  type ReachedPosition,
  type WaitOptions,
} from './open-projection.ts';
export { listProjections, rebuildProjection } from './operate.ts';
export {
  type NoSends,
  type Projection,
  type ProjectionContext,
  type ProjectionHandlers,
  projection,
  storeProjection,
} from './projection.ts';
export { together } from './together.ts';
