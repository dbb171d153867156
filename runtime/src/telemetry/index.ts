export type { HealthReport, ServiceParts } from './health.ts';
export { type LogDestination, type LogDestinationOptions, logDestination } from './log-destination.ts';
export { openPrometheus, type Prometheus, type PrometheusOptions } from './open-prometheus.ts';
export { type OpenTelemetry, type OpenTelemetryOptions, openTelemetry } from './open-telemetry.ts';
export { type HealthOptions, type HealthServer, serveHealth } from './serve-health.ts';
