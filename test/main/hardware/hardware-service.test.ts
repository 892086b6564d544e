import { describe, expect, it } from 'vitest';
import { createHardwareService } from '#main/hardware/hardware-service.ts';
import { readHardware } from '#main/hardware/reader.ts';
import { machineOf } from './recordings.ts';

function serviceOver(nowMs: () => number) {
  let readings = 0;
  const service = createHardwareService({
    nowMs,
    read: (options) => {
      readings += 1;
      return readHardware(machineOf('laptop-wifi'), options);
    },
  });
  return { service, readings: () => readings };
}

describe('the hardware service', () => {
  // Catches two readings of the same disks at once when two screens ask.
  it('shares one running reading among all callers', async () => {
    const { service, readings } = serviceOver(() => 1000);
    const [first, second, third] = await Promise.all([service.refresh(), service.refresh(), service.current(0)]);
    expect(first).toBe(second);
    expect(first).toBe(third);
    expect(readings()).toBe(1);
    await service.refresh();
    expect(readings()).toBe(2);
  });

  // Catches an age that goes negative when the clock is set back, and a stale reading given as fresh.
  it('returns the last reading immediately with its age, and reads again when it is too old', async () => {
    let now = 10_000;
    const { service, readings } = serviceOver(() => now);
    expect(service.last()).toBeNull();
    await service.refresh();
    now = 70_000;
    expect(service.last()?.ageMs).toBe(60_000);
    await service.current(60_000);
    expect(readings()).toBe(1);
    await service.current(59_999);
    expect(readings()).toBe(2);
    now = 5000;
    expect(service.last()?.ageMs).toBe(0);
  });

  // Catches an older stored reading that hides a newer one.
  it('uses a stored reading only when it is newer', async () => {
    const { service } = serviceOver(() => 1000);
    const stored = await readHardware(machineOf('vm-kvm'), { nowMs: () => 500 });
    service.remember(stored);
    expect(service.last()?.reading).toBe(stored);
    const fresh = await service.refresh();
    service.remember(stored);
    expect(service.last()?.reading).toBe(fresh);
  });

  // Catches a screen that never hears of a reading, or of its end.
  it('calls back at the start, at each part and at the end', async () => {
    const heard: boolean[] = [];
    const service = createHardwareService({
      nowMs: () => 1000,
      onChange: () => heard.push(service.isReading()),
      read: (options) => readHardware(machineOf('laptop-wifi'), options),
    });
    await service.refresh();
    expect(heard).toHaveLength(11);
    expect(heard.at(-1)).toBe(false);
  });

  // Catches a failed reading that blocks every later one.
  it('reads again after a failed reading', async () => {
    let calls = 0;
    const service = createHardwareService({
      nowMs: () => 1,
      read: (options) => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error('no memory')) : readHardware(machineOf('vm-kvm'), options);
      },
    });
    await expect(service.refresh()).rejects.toThrow('no memory');
    expect((await service.refresh()).format).toBe(1);
  });
});
