import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CheckId } from '#shared/domain/hardware/eligibility/check.ts';
import { checkEligibility } from '#shared/domain/hardware/eligibility.ts';
import { factsOfReading } from '#shared/domain/hardware/eligibility/facts.ts';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import type { Amount, HardwareReading, Unavailable } from '#shared/contract/hardware/hardware-reading.ts';
import { recordingSchema } from '#shared/contract/hardware/recording.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { readMachine, valueOf } from './recordings.ts';

const NOT_LOOKED: Unavailable = { state: 'unavailable', code: 'hidden', because: 'Not part of a recording.' };

async function readReported(name: string): Promise<HardwareReading> {
  const url = new URL(`../../fixtures/hardware/reported/${name}.json`, import.meta.url);
  return readMachine(recordedMachine(recordingSchema.parse(JSON.parse(readFileSync(url, 'utf8')))));
}

function judge(reading: HardwareReading) {
  const other = { certification: 'diy', passmark: NOT_LOOKED, uptime: NOT_LOOKED, contact: NOT_LOOKED } as const;
  const { verdict, checks } = checkEligibility(factsOfReading(reading, other));
  const states = Object.fromEntries(checks.map((check) => [check.id, check.state]));
  // Every check is in the list exactly once.
  return { verdict, states: states as Record<CheckId, string> };
}

const shown = (amount: Amount) => (amount.state === 'known' ? amount.value : `at least ${amount.atLeast}`);

/** SSD and HDD in bytes: a number where it is exact, "at least" otherwise. */
async function sumsOf(name: string) {
  const { sruBytes, hruBytes } = resourcesOf(await readReported(name));
  return { ssd: shown(sruBytes), hdd: shown(hruBytes) };
}

async function leftOut(name: string) {
  const { leftOut: devices, disks } = valueOf((await readReported(name)).parts.disks);
  return { counted: disks.map((disk) => disk.name), codes: devices.map((device) => device.code) };
}

describe('disks of machines that were reported as read wrongly', () => {
  it.each([
    ['01-hp-logical-volumes-one-serial', 3_840_656_760_832, 0],
    ['03-internal-sata-removable-flag', 256_060_514_304, 12_000_138_625_024],
    ['04-aacraid-always-removable', 998_978_355_200, 0],
    ['05-hidden-nvme-path-without-lsblk', 3_840_755_982_336, 0],
    ['07-iscsi-and-fc-without-lsblk', 0, 0],
    ['08-ssd-behind-raid-says-rotational', 'at least 0', 'at least 0'],
    ['16-device-kinds-not-known', 0, 0],
    ['30-win-two-disks-one-serial-hdd-counted-as-ssd', 'at least 0', 'at least 0'],
    ['32-win-guess-by-name-taken-for-report', 'at least 0', 'at least 0'],
    ['40-mac-fallback-finds-no-disk', 500_277_790_720, 0],
    ['41-mac-wifi-only-has-wired-ports', 500_277_792_768, 0],
  ] as const)('adds up %s to SSD %s and HDD %s', async (name, ssd, hdd) => {
    expect(await sumsOf(name)).toEqual({ ssd, hdd });
  });

  it('excludes disks of other machines and devices that are no disks', async () => {
    expect(await leftOut('07-iscsi-and-fc-without-lsblk')).toEqual({ counted: [], codes: ['network', 'network'] });
    expect(await leftOut('16-device-kinds-not-known')).toMatchObject({ counted: [] });
    expect(await leftOut('05-hidden-nvme-path-without-lsblk')).toEqual({ counted: ['nvme6n1'], codes: ['duplicate'] });
  });

  it.each(['04-aacraid-always-removable', '08-ssd-behind-raid-says-rotational', '15-raid-names-not-known'])(
    'detects that every disk of %s is behind a RAID controller',
    async (name) => {
      const { disks } = valueOf((await readReported(name)).parts.disks);
      expect(disks.filter((disk) => disk.behindRaid !== true).map((disk) => disk.model)).toEqual([]);
      expect(judge(await readReported(name)).states['disks-raid']).toBe('warn');
    },
  );

  // Catches "no RAID" where there is no disk at all: a controller without volumes hides its disks.
  it('does not claim the absence of RAID when no disk counts', async () => {
    expect(judge(await readReported('07-iscsi-and-fc-without-lsblk')).states['disks-raid']).toBe('unknown');
  });

  it('never reports a disk as empty because a row of the list is missing', async () => {
    const reading = await readReported('12-percent-in-label-drops-partition');
    expect(valueOf(reading.parts.disks).disks.map((disk) => disk.holdsData)).toEqual([true]);
    expect(judge(reading).states['disks-wiped']).toBe('warn');
  });
});

describe('other parts of machines that were reported as read wrongly', () => {
  it.each(['08-ssd-behind-raid-says-rotational', '32-win-guess-by-name-taken-for-report'])(
    'leaves the verdict on %s open',
    async (name) => {
      expect(judge(await readReported(name)).verdict).toBe('unknown');
    },
  );

  it('treats the resources of a container as a lower bound', async () => {
    const reading = await readReported('09-lxc-without-systemd');
    expect(valueOf(reading.parts.virtualisation).inContainer).toBe(true);
    const { cru, mruBytes } = resourcesOf(reading);
    expect([shown(cru), shown(mruBytes)]).toEqual(['at least 2', 'at least 2147483648']);
    expect(judge(reading).verdict).toBe('unknown');
  });

  it('does not mistake the flag of an AMD processor for a firmware setting', async () => {
    const { states } = judge(await readReported('13-svm-flag-though-off-in-firmware'));
    expect(states['firmware-virtualisation']).toBe('unknown');
  });

  it.each([
    ['14-wwan-modem-counts-as-wired', 'warn'],
    ['34-win-wifi-bluetooth-vpn-as-wired', 'unknown'],
    ['41-mac-wifi-only-has-wired-ports', 'warn'],
  ])('finds no wired port in %s', async (name, state) => {
    expect(judge(await readReported(name)).states['network-wired']).toBe(state);
  });

  it('does not report a Windows guest of a cloud as a real machine', async () => {
    expect(valueOf((await readReported('35-win-ec2-guest-is-real-machine')).parts.virtualisation).isVirtual).toBe(true);
  });

  it('treats the runtime’s core count as a lower bound', async () => {
    const { cru } = resourcesOf(await readReported('36-win-runtime-count-of-one-group'));
    expect(shown(cru)).toBe('at least 48');
  });
});
