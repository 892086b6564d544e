import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { HOST_META } from '#shared/host-meta.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

export interface RendererFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** Whether the name contains a hash of the content, so that browsers may cache the file indefinitely. */
  readonly isImmutable: boolean;
}

/** Returns a file of the built renderer for the path of a URL. */
export type RendererFiles = (urlPath: string) => Promise<RendererFile | null>;

/**
 * Resolves the path of a URL to a file below a directory.
 * @returns null for a path outside of the directory, a hidden file, or an unknown kind of file
 */
function resolveRendererPath(directory: string, urlPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  const relative = decoded === '/' ? '/index.html' : decoded;
  // SECURITY: an allow-list of plain names: no "..", hidden file, backslash, NUL or drive letter.
  if (!/^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(relative) || !(extname(relative) in CONTENT_TYPES)) {
    return null;
  }
  const path = join(directory, relative);
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep) ? path : null;
}

/**
 * Serves a directory of built files; each is read once and kept in memory.
 * @param hostName written into the page, which then knows how to connect; omitted for the desktop
 */
export function rendererFiles(directory: string, hostName?: 'web'): RendererFiles {
  const kept = new Map<string, RendererFile>();
  return async (urlPath) => {
    const path = resolveRendererPath(directory, urlPath);
    if (path === null) {
      return null;
    }
    const known = kept.get(path);
    if (known !== undefined) {
      return known;
    }
    const content = await readFile(path).catch(() => null);
    if (content === null) {
      return null;
    }
    const isPage = path.endsWith('.html');
    const file: RendererFile = {
      body: isPage && hostName !== undefined ? markHost(content, hostName) : new Uint8Array(content),
      contentType: CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
      isImmutable: !isPage && /-[\w-]{8,}\.\w+$/.test(path),
    };
    kept.set(path, file);
    return file;
  };
}

function markHost(page: Uint8Array, hostName: string): Uint8Array<ArrayBuffer> {
  const marked = new TextDecoder()
    .decode(page)
    .replace('<head>', `<head>\n    <meta name="${HOST_META}" content="${hostName}" />`);
  return new TextEncoder().encode(marked);
}
