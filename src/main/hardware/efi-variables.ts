import type { Probe } from './probe.ts';

const EFIVARS = '/sys/firmware/efi/efivars';
const GLOBAL = '8be4df61-93ca-11d2-aa0d-00e098032b8c';
/** Each variable file begins with four bytes of attributes. */
const ATTRIBUTE_BYTES = 4;
const ACTIVE = 1;
const MAX_BOOT_ENTRIES = 64;
const MESSAGING_PATH = 3;
const MAC_ADDRESS_PATH = 11;

async function readVariable(probe: Probe, name: string): Promise<DataView | null> {
  const bytes = await probe.readBytes(`${EFIVARS}/${name}-${GLOBAL}`);
  if (bytes === null || bytes.byteLength <= ATTRIBUTE_BYTES) {
    return null;
  }
  return new DataView(bytes.buffer, bytes.byteOffset + ATTRIBUTE_BYTES, bytes.byteLength - ATTRIBUTE_BYTES);
}

/** Whether Secure Boot is on, or `null` when the firmware variable cannot be read. */
export async function readSecureBoot(probe: Probe): Promise<boolean | null> {
  const variable = await readVariable(probe, 'SecureBoot');
  return variable === null ? null : variable.getUint8(0) === 1;
}

/** A boot entry boots from the network when its device path contains a network card: node type 3, subtype 11. */
function isNetworkEntry(entry: DataView): boolean {
  const pathBytes = entry.getUint16(4, true);
  let offset = 6;
  while (offset + 1 < entry.byteLength && entry.getUint16(offset, true) !== 0) {
    offset += 2;
  }
  offset += 2;
  const end = Math.min(offset + pathBytes, entry.byteLength);
  while (offset + 4 <= end) {
    if (entry.getUint8(offset) === MESSAGING_PATH && entry.getUint8(offset + 1) === MAC_ADDRESS_PATH) {
      return true;
    }
    offset += Math.max(4, entry.getUint16(offset + 2, true));
  }
  return false;
}

/**
 * Whether an active entry of the boot order boots from the network, or `null` when the firmware variables cannot be
 * read.
 */
export async function readNetworkBoot(probe: Probe): Promise<boolean | null> {
  const order = await readVariable(probe, 'BootOrder');
  if (order === null) {
    return null;
  }
  const count = Math.min(Math.floor(order.byteLength / 2), MAX_BOOT_ENTRIES);
  const names = Array.from({ length: count }, (_, index) => {
    const id = order.getUint16(index * 2, true);
    return `Boot${id.toString(16).toUpperCase().padStart(4, '0')}`;
  });
  const entries = await Promise.all(names.map((name) => readVariable(probe, name)));
  return entries.some(
    (entry) =>
      entry !== null &&
      entry.byteLength >= 8 &&
      (entry.getUint32(0, true) & ACTIVE) === ACTIVE &&
      isNetworkEntry(entry),
  );
}
