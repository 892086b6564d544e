/** A display of the machine that the stand-in pretends to run on. */
export interface StandInDisplay {
  readonly id: number;
  readonly bounds: StandInRectangle;
  readonly workArea: StandInRectangle;
}

/** A rectangle in device-independent pixels. */
export interface StandInRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the machine under the stand-in is like; each failure a real one can have is an option. */
export interface StandInConfig {
  readonly displays: readonly StandInDisplay[];
  readonly isPackaged: boolean;
  readonly isDark: boolean;
  readonly canNotify: boolean;
  readonly hasTray: boolean;
  readonly version: string;
  /** How much faster than on a wall the clocks of the program run. */
  readonly timeLapse: number;
  /** Directory for Electron's own paths (appData, logs, temp, …). */
  readonly home: string;
}

const FULL_HD: StandInRectangle = { x: 0, y: 0, width: 1920, height: 1080 };

/** Reads the options from the environment of the process that runs the entry. */
export function readConfig(): StandInConfig {
  const given = JSON.parse(process.env['ELECTRON_STANDIN'] ?? '{}') as Partial<StandInConfig>;
  return {
    displays: [{ id: 1, bounds: FULL_HD, workArea: { ...FULL_HD, height: 1040 } }],
    isPackaged: false,
    isDark: false,
    canNotify: true,
    hasTray: true,
    version: '0.1.0',
    timeLapse: 1,
    home: process.cwd(),
    ...given,
  };
}
