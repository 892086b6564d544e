import { oncePerReading } from './probe.ts';
import { asRecord, asRecords } from './sanitise.ts';

type Row = Readonly<Record<string, unknown>>;

/** Numbers instead of names: PowerShell translates some of the names. */
const number = (name: string) => `@{n='${name}';e={$_.CimInstanceProperties['${name}'].Value}}`;

/** Everything that Farmer asks Windows itself, in one query. It holds no serial number and no address. */
export const WINDOWS_QUERY = [
  "$ErrorActionPreference='SilentlyContinue'",
  '[Console]::OutputEncoding=[Text.Encoding]::UTF8',
  [
    'ConvertTo-Json -Compress -Depth 4 @{',
    'computer=Get-CimInstance Win32_ComputerSystem|Select-Object Manufacturer,Model,HypervisorPresent,NumberOfLogicalProcessors,NumberOfProcessors,TotalPhysicalMemory;',
    `physicalDisks=@(Get-PhysicalDisk|Select-Object DeviceId,FriendlyName,Manufacturer,Model,Size,UniqueId,${number('BusType')},${number('MediaType')});`,
    `disks=@(Get-Disk|Select-Object Number,FriendlyName,Size,NumberOfPartitions,UniqueId,${number('BusType')},${number('PartitionStyle')});`,
    `adapters=@(Get-NetAdapter|Select-Object Name,HardwareInterface,Virtual,ConnectorPresent,PnPDeviceID,Speed,InterfaceType,${number('NdisPhysicalMedium')},${number('InterfaceOperationalStatus')})`,
    '}',
  ].join(' '),
].join(';');
const QUERY_TIMEOUT_MS = 9000;

/** The answer of Windows; a list that it does not give is empty. */
export interface WindowsAnswer {
  readonly computer: Row;
  readonly physicalDisks: readonly Row[];
  readonly disks: readonly Row[];
  readonly adapters: readonly Row[];
}

/** PowerShell writes a list of one as the one. */
const listOf = (answer: unknown) => asRecords(Array.isArray(answer) ? answer : [answer]);

function parseAnswer(output: string | null): WindowsAnswer | null {
  try {
    const answer = asRecord(JSON.parse((output ?? '').replace(/^\uFEFF/, '')));
    return {
      computer: asRecord(answer.computer),
      physicalDisks: listOf(answer.physicalDisks),
      disks: listOf(answer.disks),
      adapters: listOf(answer.adapters),
    };
  } catch {
    return null;
  }
}

/** Asks Windows once a reading; `null` where it does not answer. */
export const askWindows = oncePerReading(
  async (probe): Promise<WindowsAnswer | null> =>
    probe.platform === 'win32'
      ? parseAnswer(
          await probe.run(
            'powershell.exe',
            ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_QUERY],
            QUERY_TIMEOUT_MS,
          ),
        )
      : null,
);
