import { oncePerReading } from './probe.ts';
import { asRecord, asRecords, parseJson, type Row } from './sanitise.ts';

/** Raw numbers, because PowerShell translates some names into the system's language. */
const number = (name: string) => `@{n='${name}';e={$_.CimInstanceProperties['${name}'].Value}}`;

/** The instances of a class with some of their fields. */
const instances = (name: string, fields: string) => `@(Get-CimInstance ${name}|Select-Object ${fields})`;

const QUERIES: Readonly<Record<string, string>> = {
  computer:
    'Get-CimInstance Win32_ComputerSystem|Select-Object Manufacturer,Model,HypervisorPresent,NumberOfLogicalProcessors,NumberOfProcessors,TotalPhysicalMemory',
  system: 'Get-CimInstance Win32_OperatingSystem|Select-Object Caption,Version',
  board: 'Get-CimInstance Win32_BaseBoard|Select-Object Manufacturer,Product',
  bios: "Get-CimInstance Win32_BIOS|Select-Object Manufacturer,SMBIOSBIOSVersion,@{n='Date';e={$_.ReleaseDate.ToString('yyyy-MM-dd')}}",
  firmware: '$env:firmware_type',
  processors: instances(
    'Win32_Processor',
    'Name,Manufacturer,NumberOfCores,MaxClockSpeed,VirtualizationFirmwareEnabled',
  ),
  modules: instances(
    'Win32_PhysicalMemory',
    'Capacity,DeviceLocator,SMBIOSMemoryType,ConfiguredClockSpeed,Manufacturer,TotalWidth,DataWidth',
  ),
  cards: instances('Win32_VideoController', 'Name,AdapterCompatibility,AdapterRAM'),
  physicalDisks: `@(Get-PhysicalDisk|Select-Object DeviceId,FriendlyName,Manufacturer,Model,Size,UniqueId,${number('BusType')},${number('MediaType')})`,
  disks: `@(Get-Disk|Select-Object Number,FriendlyName,Size,NumberOfPartitions,UniqueId,${number('BusType')},${number('PartitionStyle')})`,
  adapters: `@(Get-NetAdapter|Select-Object Name,HardwareInterface,Virtual,ConnectorPresent,PnPDeviceID,Speed,InterfaceType,${number('NdisPhysicalMedium')},${number('InterfaceOperationalStatus')})`,
  addresses: `@(Get-NetIPAddress -AddressFamily IPv4|Select-Object InterfaceAlias,${number('PrefixOrigin')})`,
  routes: "@(Get-NetRoute -DestinationPrefix '0.0.0.0/0'|Select-Object InterfaceAlias,RouteMetric,InterfaceMetric)",
};

/** One query for everything that is read from Windows. It contains no serial numbers or addresses. */
export const WINDOWS_QUERY = [
  "$ErrorActionPreference='SilentlyContinue'",
  '[Console]::OutputEncoding=[Text.Encoding]::UTF8',
  `ConvertTo-Json -Compress -Depth 4 @{${Object.entries(QUERIES)
    .map(([name, question]) => `${name}=${question}`)
    .join(';')}}`,
].join(';');
const QUERY_TIMEOUT_MS = 9000;

/** The answer of Windows; a missing list is empty. */
export interface WindowsAnswer {
  /** The whole unparsed answer. */
  readonly all: Row;
  readonly computer: Row;
  readonly physicalDisks: readonly Row[];
  readonly disks: readonly Row[];
  readonly adapters: readonly Row[];
}

/** PowerShell serialises a list with one entry as that entry. */
export const listOf = (answer: unknown) => asRecords(Array.isArray(answer) ? answer : [answer]);

/** Queries Windows once per reading; `null` when it does not answer. */
export const queryWindows = oncePerReading(async (probe): Promise<WindowsAnswer | null> => {
  if (probe.platform !== 'win32') {
    return null;
  }
  const args = ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_QUERY];
  const output = await probe.run('powershell.exe', args, QUERY_TIMEOUT_MS);
  const answer = parseJson((output ?? '').replace(/^\uFEFF/, ''));
  const all = asRecord(answer);
  return answer === null
    ? null
    : {
        all,
        computer: asRecord(all.computer),
        physicalDisks: listOf(all.physicalDisks),
        disks: listOf(all.disks),
        adapters: listOf(all.adapters),
      };
});
