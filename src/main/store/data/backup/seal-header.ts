import { z } from 'zod';

/** How an encrypted backup begins. */
export const MAGIC = new TextEncoder().encode('FARMBAK1');
/** Plain bytes in one chunk. */
export const CHUNK_BYTES = 1_048_576;
/** Bytes that a chunk grows by. */
export const TAG_BYTES = 16;
/** Random bytes at the start of every nonce; the rest counts chunks. */
export const NONCE_PREFIX_BYTES = 19;

/** What one guess of a passphrase costs: memory of 128 x n x r bytes, p times. */
export interface KeyCost {
  readonly n: number;
  readonly r: 8;
  readonly p: number;
}

/** About half a second to a second and 128 MiB. */
export const STRONG_KEY_COST: KeyCost = { n: 131_072, r: 8, p: 1 };

const hex = (byteCount: number) => z.string().regex(new RegExp(`^[0-9a-f]{${byteCount * 2}}$`));

/** SECURITY: the bounds keep a hostile file from asking for gigabytes or minutes before anything is known of it. */
const headerSchema = z.object({
  format: z.literal(1),
  n: z
    .number()
    .int()
    .min(1024)
    .max(262_144)
    .refine((n) => Number.isInteger(Math.log2(n))),
  r: z.literal(8),
  p: z.number().int().min(1).max(2),
  salt: hex(16),
  noncePrefix: hex(NONCE_PREFIX_BYTES),
  keyCheck: hex(32),
  createdAtMs: z.number().int().min(0),
  programVersion: z.string().max(40),
});

/** The open part of an encrypted backup: it is authenticated, not secret. */
export type SealHeader = z.infer<typeof headerSchema>;

/** Magic, length and header, as they stand in the file and are authenticated with every chunk. */
export function headerBytes(header: SealHeader): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(MAGIC.length + 4 + body.length);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, body.length);
  bytes.set(body, MAGIC.length + 4);
  return bytes;
}

/** The header, or null when the bytes are none. */
export function parseHeader(body: Uint8Array): SealHeader | null {
  try {
    const parsed = headerSchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
