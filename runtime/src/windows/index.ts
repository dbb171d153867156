export { type EmitWindowsOptions, emitWindows } from './emit-windows.ts';
export {
  type Measured,
  type TumblingWindow,
  type TumblingWindowOptions,
  tumblingWindow,
  type WindowSelection,
  type WindowTotals,
} from './tumbling-window.ts';
