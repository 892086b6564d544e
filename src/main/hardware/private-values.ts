import { createHash } from 'node:crypto';
import type { MachineRecording } from '#shared/contract/hardware/recording.ts';
import { isRealSerial } from './disk-rules.ts';
import { asRecord, parseJson } from './sanitise.ts';

/** Fields and lines that identify a machine, a part or a person. */
const PRIVATE_NAMES =
  /serial|uuid|udid|guid|uniqueid|wwn|wwid|hostname|fqdn|asset|^mac$|^ip[46]$|address$|^local$|^broadcast$|^user$|^logname$|^home$/i;
const PRIVATE_FILES = /\/(?:serial|wwid|wwn|uuid|nguid|eui|address|subsysnqn|machine-id|hostname)$/;
const MAC = /(?<![\da-f:])(?:[\da-f]{1,2}[:-]){5}[\da-f]{1,2}(?![\da-f:])/gi;
const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi;
const IPV4 = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g;
const IPV6 = /(?<![\da-f:])(?:(?:[\da-f]{1,4}:){1,7}:(?:[\da-f]{1,4}:?)*|(?:[\da-f]{1,4}:){7}[\da-f]{1,4})/gi;
/** Folders that contain users' home folders. */
const HOMES = /\/(?:home|Users|media|run\/media)\/([^/\s\\]+)/g;

const MIN_NAME = 3;
const MIN_VALUE = 5;
/** Values of at least this length are also replaced inside longer texts. */
const LONG_VALUE = 8;

const plain = (text: string) => text.toLowerCase().replace(/[^a-z\d]/g, '');
const isName = (text: string) => !/\d/.test(text);

/**
 * The distinctive part of an identifier: its type and, in the SCSI form, its vendor and model are shared by many disks.
 */
function distinctivePart(text: string): readonly string[] {
  const value = text.trim();
  if (value.startsWith('t10.')) {
    return [value.split(/\s+/).at(-1) ?? ''];
  }
  return value.startsWith('nvme.') ? [value.split('-')[1] ?? ''] : [value.replace(/^[a-z\d]{3,5}\./i, '')];
}

function collectText(text: string, found: Set<string>): void {
  for (const pattern of [MAC, UUID]) {
    for (const [value] of text.matchAll(pattern)) {
      found.add(value);
    }
  }
  for (const [, name = ''] of text.matchAll(HOMES)) {
    found.add(name);
  }
  for (const line of text.split(/[\n\0]/)) {
    const [, name = '', value = ''] = /^\s*(?:[A-Z]:)?([\w. -]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (PRIVATE_NAMES.test(name.replaceAll(/[ _]/g, '')) || /(?:SERIAL|UUID|WWN)/.test(name)) {
      distinctivePart(value.replace(/^.*\//, '')).forEach((part) => found.add(part));
    }
  }
}

function collectFields(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    collectText(value, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, field] of Object.entries(asRecord(value))) {
      if (typeof field === 'string' && PRIVATE_NAMES.test(name)) {
        distinctivePart(field).forEach((part) => found.add(part));
      }
      collectFields(field, found);
    }
  }
}

/** Names that many machines and users have. */
const COMMON_NAMES =
  /^(?:root|admin|administrator|user|users|guest|home|localhost|linux|debian|ubuntu|fedora|arch|centos|rocky|windows|macos|mac|farmer|node|server|desktop|laptop|workstation|docker|lxc|pi)$/;
/** Fields with one of a few fixed values, or the name of a manufacturer. */
const LISTED_FIELDS =
  /^(?:type|fsType|physical|protocol|interfaceType|operstate|family|scope|vendor|manufacturer|BusProtocol|hardware)$/;
const LISTED_FILES = /\/(?:vendor|sys_vendor|board_vendor|bios_vendor|proc_name)$/;

function listedValues(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(asRecord(value)).flatMap(([name, field]) => [
    name,
    ...(typeof field === 'string' && LISTED_FIELDS.test(name) ? [field] : listedValues(field)),
  ]);
}

/**
 * Words in the paths, commands and fields that are read, and manufacturers: replacing them as a user's name would not
 * protect anyone.
 */
function systemWords({ calls, files, folders, links, commands }: MachineRecording): ReadonlySet<string> {
  const paths = [
    ...Object.keys(files),
    ...Object.keys(links),
    ...folders.filter((path) => !/^\/(?:run\/)?[^/]*$/.test(path)),
  ];
  const texts = [
    ...paths.filter((path) => !path.startsWith('/sys/class/net/')),
    ...Object.keys(commands),
    ...Object.entries(files).flatMap(([path, text]) => (LISTED_FILES.test(path) ? [text] : [])),
    ...listedValues(calls),
    ...Object.values(commands).flatMap((output) => listedValues(parseJson(output))),
  ];
  return new Set(texts.flatMap((text) => text.toLowerCase().split(/[^a-z\d]+/)));
}

/**
 * The private values of an unredacted recording.
 * @param names of this machine and its user
 */
export function privateValues(raw: MachineRecording, names: readonly string[]): readonly string[] {
  const found = new Set(names.flatMap((name) => [name, name.split('.')[0] ?? '']));
  collectFields(raw.calls, found);
  for (const [path, text] of Object.entries(raw.files)) {
    collectText(text, found);
    if (PRIVATE_FILES.test(path)) {
      distinctivePart(text).forEach((part) => found.add(part));
    }
  }
  for (const output of Object.values(raw.commands)) {
    collectFields(parseJson(output) ?? output, found);
    hexAddresses(output).forEach((address) => found.add(address));
  }
  collectText([...Object.keys(raw.files), ...raw.folders, ...Object.entries(raw.links).flat()].join('\n'), found);
  hexAddresses(JSON.stringify(raw.calls)).forEach((address) => found.add(address));
  const words = systemWords(raw);
  return [...found].filter((value) => {
    const text = plain(value);
    return isName(text)
      ? text.length >= MIN_NAME && !words.has(text) && !COMMON_NAMES.test(text)
      : text.length >= MIN_VALUE && isRealSerial(value);
  });
}

/**
 * Another value of the same shape, equal for all spellings. The first character is kept, because it often shows the
 * type.
 */
function pseudonym(text: string, salt: string): string {
  const isHex = /^[\da-f]+$/.test(text);
  const stream = createHash('sha512').update(salt).update(text).digest();
  return Array.from(text, (sign, index) => {
    const byte = stream[index % stream.length] ?? 0;
    if (index === 0 && !isName(text)) {
      return sign;
    }
    return /\d/.test(sign) ? String(byte % 10) : String.fromCharCode(97 + (byte % (isHex ? 6 : 26)));
  }).join('');
}

const hexOf = (text: string) => Buffer.from(text, 'latin1').toString('hex');

/** Matches a value regardless of case and separators, and as hexadecimal character codes. */
function patternOf(text: string): string {
  const spelled = text.split('').join('[-:._ ]{0,2}');
  // A number may be part of a larger one, and a short value part of a word.
  const [before, after] = /^\d+$/.test(text)
    ? ['(?<!\\d)', '(?!\\d)']
    : text.length < LONG_VALUE
      ? ['(?<![a-z\\d])', '(?![a-z\\d])']
      : ['', ''];
  const asHex = Array.from(text, (sign) =>
    isName(sign) ? `(?:${hexOf(sign)}|${hexOf(sign.toUpperCase())})` : hexOf(sign),
  );
  const word = `${before}${spelled}${after}`;
  return text.length < MIN_VALUE ? word : `${word}|${asHex.join('')}`;
}

/** Replaces the characters of `found` by those of `other`, keeping case and separators. */
function respell(found: string, other: string): string {
  let at = 0;
  return found.replace(/[a-z\d]/gi, (sign) => {
    const next = other[at % other.length] ?? sign;
    at += 1;
    return sign === sign.toLowerCase() ? next : next.toUpperCase();
  });
}

function respellHex(found: string, other: string): string {
  const letters = respell(Buffer.from(found, 'hex').toString('latin1'), other);
  return found === found.toUpperCase() ? hexOf(letters).toUpperCase() : hexOf(letters);
}

const DOCUMENTATION_IP = '192.0.2.1';
const isOwnIp = (ip: string) => /^(?:127\.|0\.0\.0\.0|255\.)/.test(ip);
const hexOfIp = (ip: string) => ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));

/**
 * Replaces every private value in all spellings, so that equal values stay equal.
 * @param salt must be secret, or values could be guessed from their replacements
 */
export function replacer(values: readonly string[], salt: string): (text: string) => string {
  // The longest first, because a short value may be part of it.
  const texts = [...new Set(values.map(plain))].toSorted((a, b) => b.length - a.length);
  const pattern = texts.length === 0 ? null : new RegExp(texts.map((text) => `(${patternOf(text)})`).join('|'), 'gi');
  const others = texts.map((text) => pseudonym(text, salt));
  const replaceOne = (found: string, ...groups: readonly unknown[]): string => {
    const index = groups.findIndex((group) => typeof group === 'string');
    const text = texts[index] ?? '';
    const other = others[index] ?? '';
    return plain(found).length === text.length ? respell(found, other) : respellHex(found, other);
  };
  return (text) =>
    (pattern === null ? text : text.replace(pattern, replaceOne))
      .replace(IPV6, '2001:db8::1')
      .replace(IPV4, (ip) => (isOwnIp(ip) ? ip : DOCUMENTATION_IP));
}

/** IPv4 addresses as hexadecimal numbers, in both byte orders. */
function hexAddresses(text: string): readonly string[] {
  return [...text.matchAll(IPV4)]
    .filter(([ip]) => !isOwnIp(ip))
    .flatMap(([ip]) => [hexOfIp(ip).join(''), hexOfIp(ip).toReversed().join('')]);
}
