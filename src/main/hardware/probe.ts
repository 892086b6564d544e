import type { Fact, Known, Unavailable, UnavailableCode } from '#shared/contract/hardware/hardware-reading.ts';
import type { CallName, Machine } from './machine.ts';
import { parseLines } from './sanitise.ts';

/** Time limit of one systeminformation call, in ms. Disks may have to spin up, and PowerShell has to start. */
const CALL_TIMEOUT_MS = 8000;

export function unavailable(code: UnavailableCode, because: string): Unavailable {
  return { state: 'unavailable', code, because };
}

export function known<T>(value: T, source: string): Known<T> {
  return { state: 'known', value, source };
}

/** The value of a known fact, or `null`. */
export function valueOf<T>(fact: Fact<T>): T | null {
  return fact.state === 'known' ? fact.value : null;
}

/**
 * The result of `work`, or "unavailable" when it throws or exceeds the time limit. Never rejects.
 * @param what its name in the reason: "The list of disks"
 */
export async function withinTime<T>(work: () => Promise<Fact<T>>, timeoutMs: number, what: string): Promise<Fact<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Unavailable>((resolve) => {
    timer = setTimeout(() => {
      resolve(unavailable('timed-out', `${what} gave no answer within ${timeoutMs / 1000} s.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch {
    return unavailable('failed', `${what} could not be read: the system call failed.`);
  } finally {
    clearTimeout(timer);
  }
}

/** A machine during one reading: the same request is made only once, with a time limit. */
export interface Probe extends Omit<Machine, 'call' | 'end'> {
  /** The result of a call, from the system itself or else from the library. Never rejects. */
  ask(name: CallName): Promise<Fact<unknown>>;
  /** First line of a file, trimmed, or `null`. */
  readLine(path: string): Promise<string | null>;
}

/** Runs the work once per key and caches its result in `results`. */
function once<K, T>(
  results: { get(key: K): Promise<T> | undefined; set(key: K, result: Promise<T>): unknown },
  work: (key: K) => Promise<T>,
): (key: K) => Promise<T> {
  return (key) => {
    const result = results.get(key) ?? work(key);
    results.set(key, result);
    return result;
  };
}

/** Caches work that several parts of a reading need, for the length of that reading. */
export function oncePerReading<T>(work: (probe: Probe) => Promise<T>): (probe: Probe) => Promise<T> {
  return once(new WeakMap<Probe, Promise<T>>(), work);
}

/** The processor's flags on Linux, which in a guest include "hypervisor"; `null` when they are not available. */
export const cpuFlags = oncePerReading(async (probe): Promise<ReadonlySet<string> | null> => {
  const flags = parseLines((await probe.readText('/proc/cpuinfo')) ?? '', ':').get('flags') ?? '';
  return flags === '' ? null : new Set(flags.split(/\s+/));
});

/** Reads from the system instead of the library; `null` when that is not possible. */
export type ReadFromSystem = (probe: Probe, name: CallName) => Promise<Fact<unknown> | null>;

/** Opens a machine for one reading. */
export function openProbe(
  machine: Machine,
  readFromSystem: ReadFromSystem,
  callTimeoutMs: number = CALL_TIMEOUT_MS,
): Probe {
  const probe: Probe = {
    ...machine,
    readText: once(new Map(), async (path: string) => machine.readText(path)),
    list: once(new Map(), async (path: string) => machine.list(path)),
    ask: once(new Map(), (name: CallName) =>
      withinTime(
        async () =>
          (await readFromSystem(probe, name)) ?? known(await machine.call(name), `systeminformation ${name}()`),
        callTimeoutMs,
        `"${name}"`,
      ),
    ),
    async readLine(path) {
      const text = await probe.readText(path);
      return text === null ? null : (text.split('\n')[0] ?? '').trim();
    },
  };
  return probe;
}
