import type { Fact, FirmwareFact, FirmwareFacts, FirmwareState } from '#shared/contract/hardware/hardware-reading.ts';
import { readNetworkBoot, readSecureBoot } from './efi-variables.ts';
import { cpuFlags, known, type Probe, valueOf } from './probe.ts';
import { asRecord, positiveWhole } from './sanitise.ts';

const ENTER_SETUP = 'Restart, enter the firmware setup (often Del, F2 or F10)';
const MANUAL_CHECKS = {
  virtualisation: `${ENTER_SETUP} and look for "Intel Virtualization Technology (VT-x)" or "SVM Mode" under CPU or Advanced.`,
  hyperThreading: `${ENTER_SETUP} and look for "Hyper-Threading" or "SMT Control" under CPU or Advanced.`,
  secureBoot: `${ENTER_SETUP} and look for "Secure Boot" under Boot or Security.`,
  networkBoot: `${ENTER_SETUP} and look for "Network boot", "PXE" or "Network stack" under Boot or Advanced.`,
  powerOnAfterLoss: `${ENTER_SETUP} and look for "Restore AC Power Loss" or "After Power Failure" under Power; it should say "Power On".`,
} as const;

type FactName = keyof typeof MANUAL_CHECKS;

function fact(name: FactName, state: FirmwareState, because: string): FirmwareFact {
  return { state, because, howToLook: MANUAL_CHECKS[name] };
}

type BootMode = FirmwareFacts['bootMode'];

/** Containers see an empty firmware folder, so nothing can be concluded from missing entries. */
async function linuxBootMode(probe: Probe): Promise<BootMode> {
  const names = await probe.list('/sys/firmware');
  if (names === null || names.length === 0) {
    return 'unknown';
  }
  return names.includes('efi') ? 'uefi' : 'legacy';
}

async function readBootMode(probe: Probe): Promise<BootMode> {
  if (probe.platform === 'linux') {
    return linuxBootMode(probe);
  }
  const { uefi } = asRecord(valueOf(await probe.ask('osInfo')));
  return uefi === true ? 'uefi' : uefi === false && probe.platform === 'win32' ? 'legacy' : 'unknown';
}

/**
 * The first kernels that hide the flag of a processor whose virtualisation is disabled by the firmware: 5.6 for Intel,
 * 6.7 for AMD.
 */
function hidesFlagWhenOff(flag: string, release: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  const [fromMajor, fromMinor] = flag === 'vmx' ? [5, 6] : [6, 7];
  return major > fromMajor || (major === fromMajor && minor >= fromMinor);
}

/** The device file may exist before its driver is loaded; in that case the kernel's list of devices lacks it. */
async function offersKvm(probe: Probe): Promise<boolean> {
  const [files, devices] = await Promise.all([probe.list('/dev'), probe.list('/sys/class/misc')]);
  return files?.includes('kvm') === true && devices?.includes('kvm') !== false;
}

async function linuxVirtualisation(probe: Probe): Promise<FirmwareFact> {
  const flags = await cpuFlags(probe);
  const has = ['vmx', 'svm'].find((flag) => flags?.has(flag));
  if (await offersKvm(probe)) {
    return fact('virtualisation', 'on', 'The kernel offers virtual machines (/dev/kvm).');
  }
  if (has !== undefined && hidesFlagWhenOff(has, probe.runtime.kernelRelease)) {
    return fact('virtualisation', 'on', `The processor offers ${has} to the kernel.`);
  }
  if (has !== undefined) {
    return fact(
      'virtualisation',
      'unknown',
      `The processor has ${has}, but this kernel shows that also where the firmware has it off.`,
    );
  }
  if (flags === null || flags.has('hypervisor')) {
    return fact('virtualisation', 'unknown', 'The processor flags of the real machine cannot be seen from here.');
  }
  return fact(
    'virtualisation',
    'off',
    'The processor offers neither vmx nor svm: it is off in the firmware or not built in.',
  );
}

async function readVirtualisationSwitch(probe: Probe): Promise<FirmwareFact> {
  if (probe.platform === 'linux') {
    return linuxVirtualisation(probe);
  }
  const { virtualization: offered } = asRecord(valueOf(await probe.ask('cpu')));
  if (offered === true) {
    return fact('virtualisation', 'on', 'The system reports that the processor offers virtualisation.');
  }
  return offered === false && probe.platform === 'win32'
    ? fact('virtualisation', 'unknown', 'Windows reports it as off, which it also does while its own hypervisor runs.')
    : fact('virtualisation', 'unknown', 'The system does not say.');
}

async function readHyperThreading(probe: Probe): Promise<FirmwareFact> {
  const [answer, control, flags] = await Promise.all([
    probe.ask('cpu'),
    probe.readLine('/sys/devices/system/cpu/smt/control'),
    cpuFlags(probe),
  ]);
  const cpu = asRecord(valueOf(answer));
  const logical = positiveWhole(cpu.cores, Number.MAX_SAFE_INTEGER);
  const physical = positiveWhole(cpu.physicalCores, Number.MAX_SAFE_INTEGER);
  if (control === 'off' || control === 'forceoff') {
    return fact('hyperThreading', 'off', 'The kernel reports that it is switched off.');
  }
  if (flags?.has('hypervisor') === true) {
    return fact('hyperThreading', 'unknown', 'A virtual machine does not show how the real processor is set.');
  }
  // The kernel's setting is more reliable than comparing core counts, which is wrong for processors with mixed core
  // types.
  const hasThreads = control === null && logical !== null && physical !== null && logical > physical;
  if (control === 'on' || hasThreads) {
    return fact('hyperThreading', 'on', 'There are more logical cores than physical ones.');
  }
  return fact('hyperThreading', 'unknown', 'As many logical as physical cores: it is off, or the processor has none.');
}

const WINDOWS_SECURE_BOOT = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State';

async function secureBootValue(probe: Probe): Promise<boolean | null> {
  if (probe.platform === 'linux') {
    return readSecureBoot(probe);
  }
  if (probe.platform !== 'win32') {
    return null;
  }
  const output = await probe.run('reg', ['query', WINDOWS_SECURE_BOOT, '/v', 'UEFISecureBootEnabled']);
  const value = /REG_DWORD\s+0x([01])\b/.exec(output ?? '')?.[1];
  return value === undefined ? null : value === '1';
}

async function readSecureBootSwitch(probe: Probe, bootMode: BootMode): Promise<FirmwareFact> {
  if (bootMode === 'legacy') {
    return fact('secureBoot', 'off', 'The machine started without UEFI, which has no Secure Boot.');
  }
  const isOn = await secureBootValue(probe);
  if (isOn === null) {
    return fact('secureBoot', 'unknown', 'The firmware does not show it to the system.');
  }
  return isOn
    ? fact('secureBoot', 'on', 'The firmware reports that it is on.')
    : fact('secureBoot', 'off', 'The firmware reports that it is off.');
}

async function readNetworkBootSwitch(probe: Probe, bootMode: BootMode): Promise<FirmwareFact> {
  const has = bootMode === 'uefi' && probe.platform === 'linux' ? await readNetworkBoot(probe) : null;
  if (has === null) {
    return fact('networkBoot', 'unknown', 'The firmware does not show its boot order to the system.');
  }
  return has
    ? fact('networkBoot', 'on', 'The boot order holds an active network entry.')
    : fact(
        'networkBoot',
        'off',
        'The boot order holds no active network entry; a USB stick can start the node as well.',
      );
}

/**
 * The firmware settings that matter for the grid, each with its evidence and instructions for checking by hand.
 * Power-on after a power loss cannot be read on any system, so it is always "unknown". Source:
 * docs/hardware.md#firmware
 */
export async function readFirmware(probe: Probe): Promise<Fact<FirmwareFacts>> {
  const bootMode = await readBootMode(probe);
  const [virtualisation, hyperThreading, secureBoot, networkBoot] = await Promise.all([
    readVirtualisationSwitch(probe),
    readHyperThreading(probe),
    readSecureBootSwitch(probe, bootMode),
    readNetworkBootSwitch(probe, bootMode),
  ]);
  const because = 'No system can read this setting.';
  const powerOnAfterLoss = fact('powerOnAfterLoss', 'unknown', because);
  const facts = { bootMode, virtualisation, hyperThreading, secureBoot, networkBoot, powerOnAfterLoss };
  return known(facts, 'firmware and kernel');
}
