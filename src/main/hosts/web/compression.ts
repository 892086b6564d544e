import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RendererFile } from '#main/hosts/common/renderer-files.ts';

/** Smaller files fit into one network packet anyway, in bytes. */
const MIN_BYTES = 1400;
/** The densest level that is still fast: a page of a megabyte takes a tenth of a second, once. */
const QUALITY = 6;

/** The supported encodings, the densest first. */
export const ENCODINGS = ['br', 'gzip'] as const;
type Encoding = (typeof ENCODINGS)[number];

const ENCODERS: Readonly<Record<Encoding, (body: Uint8Array) => Promise<Buffer<ArrayBuffer>>>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
  gzip: (body) => promisify(gzip)(body),
};

const isText = (contentType: string) => /^(?:text|application)\/(?!octet)|svg/.test(contentType);

/** Compresses files of the renderer, each once per encoding. */
export function createCompressor(): (
  file: RendererFile,
  encoding: Encoding,
) => Promise<Uint8Array<ArrayBuffer>> | null {
  const kept = new WeakMap<RendererFile, Partial<Record<Encoding, Promise<Uint8Array<ArrayBuffer>>>>>();
  return (file, encoding) => {
    if (file.body.length < MIN_BYTES || !isText(file.contentType)) {
      return null;
    }
    const ofFile = kept.get(file) ?? {};
    kept.set(file, ofFile);
    return (ofFile[encoding] ??= ENCODERS[encoding](file.body));
  };
}
