import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '#main/store/make-directory.ts';

/** The smallest window in which every page still works, in device-independent pixels. */
export const MIN_WINDOW_SIZE = { width: 800, height: 560 } as const;

/** The position and size of a window, in device-independent pixels. */
export interface WindowPlace {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

/** A rectangle on the desktop, in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The state of the window when it was last closed. */
export interface WindowState extends Rectangle {
  readonly isMaximized: boolean;
}

/** The size before the window was first moved. */
const DEFAULT_WINDOW_SIZE = { width: 1280, height: 800 } as const;
/** The part of the top edge that must lie on a display, so that the window can be seen and moved. */
const GRIP = { width: 160, height: 32 } as const;

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 1_000_000;
}

/**
 * Reads the saved state of a window.
 * @returns null when there is none or it is invalid, because a corrupt file must not be an error
 */
export function readWindowState(path: string): WindowState | null {
  try {
    const { x, y, width, height, isMaximized } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    if (isWhole(x) && isWhole(y) && isWhole(width) && isWhole(height) && width > 0 && height > 0) {
      return { x, y, width, height, isMaximized: isMaximized === true };
    }
    return null;
  } catch {
    return null;
  }
}

/**
 * Saves the state of a window atomically.
 * @throws the file system's error
 */
export function writeWindowState(path: string, state: WindowState): void {
  makeDirectory(dirname(path));
  const fresh = `${path}.new`;
  writeFileSync(fresh, JSON.stringify(state), { mode: 0o600 });
  renameSync(fresh, path);
}

function overlap(startA: number, lengthA: number, startB: number, lengthB: number): number {
  return Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB);
}

function canBeGripped(window: Rectangle, area: Rectangle): boolean {
  return (
    overlap(window.x, window.width, area.x, area.width) >= GRIP.width &&
    window.y >= area.y &&
    window.y + GRIP.height <= area.y + area.height
  );
}

function fit(size: number, smallest: number, largest: number): number {
  return Math.max(Math.min(size, largest), Math.min(smallest, largest));
}

function fitInto(area: Rectangle, { width, height }: Pick<Rectangle, 'width' | 'height'>) {
  return {
    width: fit(width, MIN_WINDOW_SIZE.width, area.width),
    height: fit(height, MIN_WINDOW_SIZE.height, area.height),
  };
}

/**
 * Where a window opens: at its saved position if it is still visible and movable on one of the displays, and never
 * larger than that display; otherwise in the middle of the primary display.
 * @param areas the work areas of the displays, the primary one first
 */
export function placeWindow(saved: WindowState | null, areas: readonly Rectangle[]): WindowPlace {
  const [primary] = areas;
  if (primary === undefined) {
    return DEFAULT_WINDOW_SIZE;
  }
  if (saved === null) {
    return fitInto(primary, DEFAULT_WINDOW_SIZE);
  }
  const { x, y } = saved;
  const home = areas.find((area) => canBeGripped({ x, y, ...fitInto(area, saved) }, area));
  return home === undefined ? fitInto(primary, saved) : { x, y, ...fitInto(home, saved) };
}
