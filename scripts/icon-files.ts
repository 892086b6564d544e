/** One picture of an icon file: a square PNG. */
export interface IconPicture {
  readonly sizePx: number;
  readonly png: Buffer;
}

const ICO_HEADER_BYTES = 6;
const ICO_ENTRY_BYTES = 16;

/** Packs PNGs into a Windows icon: a header, an entry for each picture, then the pictures as they are. */
export function packIco(pictures: readonly IconPicture[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER_BYTES);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * pictures.length;
  const entries = pictures.map(({ sizePx, png }) => {
    const entry = Buffer.alloc(ICO_ENTRY_BYTES);
    // A side of 256 is written as 0.
    entry.writeUInt8(sizePx % 256, 0);
    entry.writeUInt8(sizePx % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)]);
}

/** The types under which macOS keeps PNGs, by side; `ic11` to `ic14` are the sharp ones for half the side. */
const ICNS_TYPES: readonly (readonly [type: string, sizePx: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];
const ICNS_HEADER_BYTES = 8;

/**
 * Packs PNGs into a macOS icon: a header with the length of all, then each picture after its type and length.
 * @throws Error when a side that macOS asks for is missing
 */
export function packIcns(pictures: readonly IconPicture[]): Buffer {
  const blocks = ICNS_TYPES.map(([type, sizePx]) => {
    const picture = pictures.find((candidate) => candidate.sizePx === sizePx);
    if (picture === undefined) {
      throw new Error(`A macOS icon needs a picture of ${sizePx} pixels.`);
    }
    const header = Buffer.alloc(ICNS_HEADER_BYTES);
    header.write(type, 0, 'ascii');
    header.writeUInt32BE(ICNS_HEADER_BYTES + picture.png.length, 4);
    return Buffer.concat([header, picture.png]);
  });
  const header = Buffer.alloc(ICNS_HEADER_BYTES);
  header.write('icns', 0, 'ascii');
  header.writeUInt32BE(ICNS_HEADER_BYTES + blocks.reduce((bytes, block) => bytes + block.length, 0), 4);
  return Buffer.concat([header, ...blocks]);
}
