/** After so long a step counts as hanging: no test passes or fails by the clock, however busy the machine is. Milliseconds. */
export const HANG_MS = 120_000;
