/** Waivers and deprecations are about days of the calendar, wherever the command runs: those of UTC, such as 2026-11-21. */
export const today = (): string => new Date().toISOString().slice(0, 10);
