import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPlain } from '#shared/decimal.ts';
import { checkEligibility } from '#shared/domain/hardware/eligibility.ts';
import { CHECK_IDS, type CheckId, type CheckState, type Verdict } from '#shared/domain/hardware/eligibility/check.ts';
import { factsOfDescription, factsOfReading, type OtherFacts } from '#shared/domain/hardware/eligibility/facts.ts';
import { requiredMbit } from '#shared/domain/hardware/eligibility/machine-checks.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { anyResources } from '#test/support/arbitrary-resources.ts';
import { disk, known, missing, TITAN_PARTS, titanReading, valueOf } from '#test/support/readings.ts';
import { allInEnglish } from '#shared/message.ts';

const GIB = 2 ** 30;
const GOOD: OtherFacts = {
  certification: 'diy',
  passmark: known(13_000),
  uptime: known({ lowPermille: 990, highPermille: 995 }),
  contact: known({ hasEmail: true, hasPhone: true }),
};

function check(reading: HardwareReading, id: CheckId, other: Partial<OtherFacts> = {}) {
  const found = checkEligibility(factsOfReading(reading, { ...GOOD, ...other })).checks.find(
    (entry) => entry.id === id,
  );
  if (found === undefined) {
    throw new Error(`There is no check ${id}.`);
  }
  return allInEnglish(found);
}

const verdict = (reading: HardwareReading, other: Partial<OtherFacts> = {}): Verdict =>
  checkEligibility(factsOfReading(reading, { ...GOOD, ...other })).verdict;

const cpu = valueOf(TITAN_PARTS.cpu);
const memory = valueOf(TITAN_PARTS.memory);
const firmware = valueOf(TITAN_PARTS.firmware);
const ports = valueOf(TITAN_PARTS.network);
const withMemory = (usableBytes: number) =>
  titanReading({ memory: known({ ...memory, usableBytes, installedBytes: missing(), modules: missing() }) });
const withSsd = (sizeBytes: number) =>
  titanReading({ disks: known({ disks: [disk('sda', sizeBytes, 'ssd')], leftOut: [] }) });

describe('the eligibility checklist', () => {
  it('contains every check once, with a requirement, a finding, a reason, a remedy and a source', () => {
    const { checks } = allInEnglish(checkEligibility(factsOfReading(titanReading(), GOOD)));
    expect(checks.map((entry) => entry.id)).toEqual([...CHECK_IDS]);
    expect(checks.length).toBeGreaterThanOrEqual(11);
    for (const { requirement, measured, why, fix, source } of checks) {
      expect([requirement, measured, why, fix, source].filter((text) => text.trim() === '')).toEqual([]);
    }
  });

  it('passes a good machine everywhere except where no machine can tell', () => {
    const { checks } = checkEligibility(factsOfReading(titanReading(), GOOD));
    const open = checks.filter((entry) => entry.state !== 'pass').map((entry) => [entry.id, entry.state]);
    expect(open).toEqual([
      ['memory-plan', 'warn'],
      ['network-speed', 'unknown'],
    ]);
  });
});

describe('the hard minimum, to the byte (a GB taken for a GiB would change it)', () => {
  it.each<[string, HardwareReading, CheckId, CheckState, Verdict]>([
    ['2 GiB of memory', withMemory(2 * GIB), 'memory', 'pass', 'eligible'],
    ['a byte less', withMemory(2 * GIB - 1), 'memory', 'fail', 'not-eligible'],
    ['100 GiB of SSD registers', withSsd(100 * GIB), 'ssd', 'warn', 'eligible'],
    ['a byte less does not', withSsd(100 * GIB - 1), 'ssd', 'fail', 'not-eligible'],
    ['500 GB as sold pass', withSsd(500_000_000_000), 'ssd', 'pass', 'eligible'],
    ['a byte less is a warning', withSsd(499_999_999_999), 'ssd', 'warn', 'eligible'],
    ['no SSD', withSsd(0), 'ssd', 'fail', 'not-eligible'],
    ['no core', titanReading({ cpu: known({ ...cpu, logicalCores: 0 }) }), 'cpu', 'fail', 'not-eligible'],
    [
      'an ARM processor',
      titanReading({ cpu: known({ ...cpu, architecture: 'arm64', vendor: 'apple' }) }),
      'cpu-architecture',
      'fail',
      'not-eligible',
    ],
    [
      'another maker’s 64-bit x86',
      titanReading({ cpu: known({ ...cpu, vendor: 'other' }) }),
      'cpu-architecture',
      'warn',
      'eligible',
    ],
  ])('decides the check and the verdict: %s', (_name, reading, id, state, expected) => {
    expect([check(reading, id).state, verdict(reading)]).toEqual([state, expected]);
  });
});

describe('unreadable values are neither a pass nor a failure', () => {
  it.each<[string, HardwareReading, CheckId]>([
    ['processor', titanReading({ cpu: missing() }), 'cpu'],
    ['memory', titanReading({ memory: missing() }), 'memory'],
    ['disks', titanReading({ disks: missing() }), 'ssd'],
    [
      'kind of the only disk',
      titanReading({ disks: known({ disks: [disk('sda', 2000 * GIB, 'unknown')], leftOut: [] }) }),
      'ssd',
    ],
  ])('%s: leaves the verdict open and shows the reason', (_name, reading, id) => {
    expect(check(reading, id).state).toBe('unknown');
    expect(check(reading, id).measured).toMatch(/cannot tell|at least/);
    expect(verdict(reading)).toBe('unknown');
  });

  it('passes when a lower bound reaches the minimum', () => {
    const disks = [disk('nvme0n1', 600 * GIB, 'ssd'), disk('sdb', 2000 * GIB, 'unknown')];
    const reading = titanReading({ disks: known({ disks, leftOut: [] }) });
    expect([check(reading, 'ssd').state, verdict(reading)]).toEqual(['pass', 'eligible']);
  });

  it('refuses on a failed minimum even when another is unknown', () => {
    expect(verdict(titanReading({ cpu: missing(), disks: known({ disks: [], leftOut: [] }) }))).toBe('not-eligible');
  });

  it('explains how to check where the firmware hides a setting', () => {
    const hidden = { state: 'unknown', because: 'No system reads it.', howToLook: 'Enter the setup.' } as const;
    const found = check(
      titanReading({ firmware: known({ ...firmware, powerOnAfterLoss: hidden }) }),
      'firmware-power-on',
    );
    expect([found.state, found.fix]).toEqual(['unknown', 'Enter the setup.']);
  });
});

describe('advisory checks warn and never refuse', () => {
  const off = { state: 'off', because: 'test', howToLook: 'test' } as const;
  const on = { state: 'on', because: 'test', howToLook: 'test' } as const;
  const [port] = ports;
  const wifi = port === undefined ? [] : [{ ...port, name: 'wlan0', kind: 'wifi' as const }];
  it.each<[string, HardwareReading, CheckId, Partial<OtherFacts>?]>([
    [
      'a virtual machine runs but earns nothing',
      titanReading({
        virtualisation: known({ isVirtual: true, hypervisor: 'KVM', inContainer: false, reason: 'test' }),
      }),
      'virtual-machine',
    ],
    ['Wi-Fi only', titanReading({ network: known(wifi) }), 'network-wired'],
    [
      'a fixed address',
      titanReading({ network: known(ports.map((entry) => ({ ...entry, usesDhcp: known(false) }))) }),
      'network-dhcp',
    ],
    [
      'a link slower than the formula',
      titanReading({ network: known(ports.map((entry) => ({ ...entry, speedMbit: known(10) }))) }),
      'network-speed',
    ],
    [
      'data on a disk',
      titanReading({ disks: known({ disks: [disk('sda', 1000 * GIB, 'ssd', { holdsData: true })], leftOut: [] }) }),
      'disks-wiped',
    ],
    [
      'a disk behind a RAID controller',
      titanReading({ disks: known({ disks: [disk('sda', 1000 * GIB, 'ssd', { behindRaid: true })], leftOut: [] }) }),
      'disks-raid',
    ],
    [
      'virtualisation off',
      titanReading({ firmware: known({ ...firmware, virtualisation: off }) }),
      'firmware-virtualisation',
    ],
    [
      'hyper-threading off',
      titanReading({ firmware: known({ ...firmware, hyperThreading: off }) }),
      'firmware-hyper-threading',
    ],
    ['secure boot on', titanReading({ firmware: known({ ...firmware, secureBoot: on }) }), 'firmware-secure-boot'],
    ['network boot off', titanReading({ firmware: known({ ...firmware, networkBoot: off }) }), 'firmware-network-boot'],
    ['stays off', titanReading({ firmware: known({ ...firmware, powerOnAfterLoss: off }) }), 'firmware-power-on'],
    ['a slow processor', titanReading(), 'cpu-performance', { passmark: known(6399) }],
    ['uptime below 95 %', titanReading(), 'uptime-history', { uptime: known({ lowPermille: 930, highPermille: 949 }) }],
    ['no phone number', titanReading(), 'contact', { contact: known({ hasEmail: true, hasPhone: false }) }],
  ])('warn for: %s', (_name, reading, id, other = {}) => {
    expect([check(reading, id, other).state, verdict(reading, other)]).toEqual(['warn', 'eligible']);
  });

  it('reports unknown for uptime that may be above or below the target, and requires 98 % of certified nodes', () => {
    const uptime = known({ lowPermille: 940, highPermille: 960 });
    expect(check(titanReading(), 'uptime-history', { uptime }).state).toBe('unknown');
    const steady = known({ lowPermille: 970, highPermille: 970 });
    expect(check(titanReading(), 'uptime-history', { uptime: steady }).state).toBe('pass');
    expect(check(titanReading(), 'uptime-history', { uptime: steady, certification: 'certified' }).state).toBe('warn');
  });
});

describe('the network formula of the manual', () => {
  it.each([
    ['SSD leads', { cru: 8, mruBytes: 32 * GIB, sruBytes: 2_000_000_000_000, hruBytes: 0 }, '20'],
    ['threads lead', { cru: 32, mruBytes: 64 * GIB, sruBytes: 1_000_000_000_000, hruBytes: 0 }, '40'],
    ['memory leads', { cru: 8, mruBytes: 256 * GIB, sruBytes: 1_000_000_000_000, hruBytes: 0 }, '40'],
    ['HDD adds', { cru: 8, mruBytes: 64 * GIB, sruBytes: 1_000_000_000_000, hruBytes: 8_000_000_000_000 }, '50'],
  ])('is computed where %s', (_name, resources, expected) => {
    expect(toPlain(requiredMbit(resources))).toBe(expected);
  });
});

describe('machines known only by description', () => {
  const described = { isVirtual: null, cpu: { brand: '', vendor: 'intel', architecture: 'x64' } } as const;

  it('are judged by the chain’s own minimum for every amount', () => {
    fc.assert(
      fc.property(anyResources, (resources) => {
        const meets = resources.cru >= 1 && resources.mruBytes >= 2 * GIB && resources.sruBytes >= 100 * GIB;
        const { verdict: found } = checkEligibility(factsOfDescription({ ...described, resources }, GOOD));
        expect(found).toBe(meets ? 'eligible' : 'not-eligible');
      }),
    );
  });

  it('are never reported as real', () => {
    const resources = { cru: 8, mruBytes: 32 * GIB, sruBytes: 1000 * GIB, hruBytes: 0 };
    const state = (isVirtual: boolean | null) =>
      checkEligibility(factsOfDescription({ ...described, resources, isVirtual }, GOOD)).checks.find(
        (entry) => entry.id === 'virtual-machine',
      )?.state;
    expect([state(null), state(true)]).toEqual(['unknown', 'warn']);
  });
});
