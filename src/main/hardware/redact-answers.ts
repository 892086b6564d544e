import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import { privateValues, replacer } from './private-values.ts';
import { asRecord, parseJson } from './sanitise.ts';

/** Fields that the reader ignores, or checks only for presence. */
const UNUSED_FIELDS =
  /^(?:uuid|hostname|fqdn|mac|ip6|ip4subnet|ip6subnet|assetTag|sku|label|identifier|smartData|dnsSuffix|ieee8021x\w+|address|broadcast|local|link|groups?|partNum|VolumeName|MountPoint|DiskUUID|VolumeUUID|DeviceTreePath|DeviceNode)$/i;
/** Fields of macOS that the reader uses, and their parents. */
const MAC_FIELDS =
  /^(?:SP\w+|_items|_name|machine_model|machine_name|boot_rom_version|dimm_\w+|global_ecc_state|sppci_model|spdisplays_vendor|_?spdisplays_vram|hardware|interface)$/;
const PLIST_TEXTS =
  /^(?:Content|DeviceIdentifier|BusProtocol|MediaName|IORegistryEntryName|VirtualOrPhysical|Optical\w+)$/;

/** Lines that the reader uses, in files and commands that contain others too. */
const USED_LINES: readonly (readonly [RegExp, RegExp])[] = [
  [/^\/proc\/self\/mounts$/, /^\S+ \/ |fuse\.lxcfs|^\/dev\//],
  [/^\/proc\/swaps$/, /^Filename|^\/dev\//],
  [/^\/proc\/net\/route$/, /^Iface|^\S+\s+00000000\s/],
  [/^\/run\/udev\/data\/b/, /^E:ID_(?:BUS|TYPE|FS_\w+|PART_TABLE_TYPE)=/],
  [/^ifconfig /, /^\S+: flags=|^\s*(?:inet|media:|status:) ?/],
  [/^route /, /^\s*interface:/],
  [/^ipconfig /, /^\s*(?:lease_time|dhcp_message_type)\b/],
];

function redactField(name: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    return value;
  }
  if (UNUSED_FIELDS.test(name)) {
    return '';
  }
  switch (name) {
    case 'ip4':
      return value === '' ? '' : '192.0.2.1';
    case 'mount':
      return value === '' || value === '/' ? value : value === null ? null : '/mnt';
    case 'PnPDeviceID':
      return /^[A-Z]+\\(?:V(?:EN|ID)_[\dA-F]{4})?/i.exec(String(value))?.[0] ?? '';
    default:
      return value;
  }
}

function redactFields(value: unknown, isUsed: (name: string) => boolean = () => true): unknown {
  const text = JSON.stringify(value, (name, part: unknown) =>
    name === '' || /^\d+$/.test(name) ? part : isUsed(name) ? redactField(name, part) : undefined,
  );
  return JSON.parse(text ?? 'null');
}

function redactJson(text: string, isUsed?: (name: string) => boolean): string {
  const document = parseJson(text);
  return document === null ? '' : JSON.stringify(redactFields(document, isUsed));
}

/** Mount points are private, but not the fact that something is mounted. */
function redactLine(source: string, line: string): string {
  switch (source) {
    case '/proc/self/mounts':
      return / \/ |fuse\.lxcfs/.test(line) ? line : line.replace(/^(\S+) .*$/, '$1 /mnt');
    case '/proc/swaps':
      return line.replace(/^(\S+).*$/, '$1');
    default:
      return line
        .replace(/^(E:ID_FS_(?!TYPE|USAGE)\w+=).+$/, '$11')
        .replace(/^(\s*inet )(?!127\.)\S+.*$/, '$1192.0.2.1')
        .replace(/^(\S+\t00000000\t)[\dA-F]{8}/, '$100000000');
  }
}

function redactText(source: string, text: string): string {
  if (source === '/proc/1/environ') {
    return /(?:^|\0)(container=[^\0]*)/.exec(text)?.[1] ?? '';
  }
  if (source === '/proc/cmdline') {
    return (text.match(/(?<!\S)(?:(?:nr_cpus|maxcpus|possible_cpus|mem)=\d\S*|nosmp)(?!\S)/g) ?? []).join(' ');
  }
  if (source === '/proc/cpuinfo') {
    // All cores are alike except for their numbers.
    return text.split('\n\n')[0] ?? '';
  }
  const used = USED_LINES.find(([pattern]) => pattern.test(source))?.[1];
  const lines =
    used === undefined
      ? text
      : text
          .split('\n')
          .filter((line) => used.test(line))
          .join('\n');
  return lines
    .split('\n')
    .map((line) => redactLine(source, line))
    .join('\n')
    .replace(/^(.*(?:SERIAL|ASSET|UUID).*?[=:]).*$/gm, '$1');
}

function redactPlist(text: string): string {
  return text.replace(/<key>(\w+)<\/key>(\s*)<string>[^<]*<\/string>/g, (pair, name: string, space: string) =>
    PLIST_TEXTS.test(name) ? pair : `<key>${name}</key>${space}<string></string>`,
  );
}

function redactOutput(line: string, output: string): string {
  switch (line.split(' ')[0]) {
    case 'ip':
    case 'powershell.exe':
      return redactJson(output);
    case 'system_profiler':
      return redactJson(output, (name) => MAC_FIELDS.test(name));
    case 'diskutil':
      return redactPlist(output);
    default:
      return redactText(line, output);
  }
}

const BOOT_ENTRY_HEAD = 10;

/** A boot entry without its texts and addresses: only its attributes, and the types of the nodes of its path. */
function redactBootEntry(bytes: Buffer): Buffer {
  const kept = Buffer.alloc(bytes.length);
  bytes.copy(kept, 0, 0, BOOT_ENTRY_HEAD);
  let at = BOOT_ENTRY_HEAD;
  for (; at + 1 < bytes.length && bytes.readUInt16LE(at) !== 0; at += 2) {
    kept.write('x', at, 'latin1');
  }
  at += 2;
  while (at + 4 <= bytes.length) {
    bytes.copy(kept, at, at, at + 4);
    at += Math.max(4, bytes.readUInt16LE(at + 2));
  }
  return kept;
}

function redactBytes(path: string, base64: string): string {
  const isEntry = /\/Boot[\dA-F]{4}-/.test(path);
  return isEntry ? redactBootEntry(Buffer.from(base64, 'base64')).toString('base64') : base64;
}

/** Folders of the system may contain names of users and programs. */
function isUsedName(path: string): boolean {
  const [, folder = '', name = ''] = /^(.*\/)([^/]*)$/.exec(path) ?? [];
  switch (folder) {
    case '/':
      return name === '' || name.endsWith('env') || name === '.flatpak-info' || /^(?:dev|run|proc|sys)$/.test(name);
    case '/run/':
      return name.endsWith('env');
    case '/dev/':
      return /^(?:null|kvm|lxd|incus|\.lx.*)$/.test(name);
    default:
      return true;
  }
}

const mapValues = (texts: Readonly<Record<string, string>>, change: (name: string, text: string) => string) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(name, text)]));

/** Applies a change to every text in a value, including field names. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => mapTexts(item, change));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(asRecord(value)).map(([name, item]) => [name, mapTexts(item, change)]))
    : value;
}

const mapBoth = (texts: Readonly<Record<string, string>>, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [change(name), change(text)]));

/**
 * Removes everything that identifies the machine, its parts or a person from a recording: unused data is dropped, and
 * private values are replaced wherever they occur. The reading of the result is the same.
 * @param names of the machine and its user
 * @param salt must be unknown to readers of the recording
 */
export function redactRecording(raw: MachineRecording, names: readonly string[], salt: string): MachineRecording {
  const replace = replacer(privateValues(raw, names), salt);
  return {
    ...raw,
    // Only the values are redacted: the field names are those of the library.
    calls: asRecord(mapTexts(redactFields(raw.calls), replace)),
    files: mapBoth(mapValues(raw.files, redactText), replace),
    binaryFiles: mapValues(raw.binaryFiles, redactBytes),
    folders: [...new Set(raw.folders.filter(isUsedName).map(replace))].toSorted(),
    links: mapBoth(raw.links, replace),
    commands: mapValues(mapValues(raw.commands, redactOutput), (_, output) => replace(output)),
  };
}
