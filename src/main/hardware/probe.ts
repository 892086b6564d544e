import type { Fact, Known, Unavailable, UnavailableCode } from '#shared/contract/hardware/hardware-reading.ts';
import type { CallName, Machine } from './machine.ts';

/** How long one systeminformation call may take, in ms. Disks may have to spin up, PowerShell has to start. */
export const CALL_TIMEOUT_MS = 8000;

/** Builds "unavailable, because …". */
export function unavailable(code: UnavailableCode, because: string): Unavailable {
  return { state: 'unavailable', code, because };
}

/** Builds a known fact with its source. */
export function known<T>(value: T, source: string): Known<T> {
  return { state: 'known', value, source };
}

/**
 * Gives what `work` gives, or "unavailable" when it throws or is not done in time. Never rejects.
 * @param what named in the reason: "The list of disks"
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

/** A machine for the length of one reading: each question is asked once, whoever asks, and has a time limit. */
export interface Probe extends Omit<Machine, 'call' | 'end'> {
  /** The answer of a call, by the system itself or else by the library, or why there is none. Never rejects. */
  ask(name: CallName): Promise<Fact<unknown>>;
  /** First line of a file, trimmed, or `null`. */
  readLine(path: string): Promise<string | null>;
}

/** Work that several parts of a reading need, done once for each reading. */
export function oncePerReading<T>(work: (probe: Probe) => Promise<T>): (probe: Probe) => Promise<T> {
  const results = new WeakMap<Probe, Promise<T>>();
  return (probe) => {
    const result = results.get(probe) ?? work(probe);
    results.set(probe, result);
    return result;
  };
}

/** What a system answers itself instead of the library; `null` where it does not. */
export type AskSystem = (probe: Probe, name: CallName) => Promise<Fact<unknown> | null>;

/** Several parts look at the same files. */
function oncePerPath<T>(read: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const results = new Map<string, Promise<T>>();
  return (path) => {
    const result = results.get(path) ?? read(path);
    results.set(path, result);
    return result;
  };
}

/** Opens a machine for one reading. */
export function openProbe(machine: Machine, askSystem: AskSystem, callTimeoutMs: number = CALL_TIMEOUT_MS): Probe {
  const asked = new Map<CallName, Promise<Fact<unknown>>>();
  const probe: Probe = {
    ...machine,
    readText: oncePerPath((path) => machine.readText(path)),
    list: oncePerPath((path) => machine.list(path)),
    ask(name) {
      const earlier = asked.get(name);
      if (earlier !== undefined) {
        return earlier;
      }
      const source = `systeminformation ${name}()`;
      const answer = withinTime(
        async () => (await askSystem(probe, name)) ?? known(await machine.call(name), source),
        callTimeoutMs,
        `"${name}"`,
      );
      asked.set(name, answer);
      return answer;
    },
    async readLine(path) {
      const text = await probe.readText(path);
      return text === null ? null : (text.split('\n')[0] ?? '').trim();
    },
  };
  return probe;
}
