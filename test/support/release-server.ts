import { architecturesOf, signedText } from '#main/hosts/electron/updates/release-signature.ts';
import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server offers, and what is wrong with it. */
export interface Release {
  readonly version: string;
  /** The program as it should be; the list holds its hash. */
  readonly content: string;
  /** What is sent in its place. */
  readonly sent?: string;
  /** Signs with a key that is not the release key. */
  readonly isForged?: boolean;
  /** Is signed for the list of another name. */
  readonly signedFor?: string;
  /** When its signature expires, ISO 8601. */
  readonly expires?: string;
  /** Answers everything with a page, as a captive portal does. */
  readonly isPortal?: boolean;
  /** Names the program on another server. */
  readonly fileUrl?: string;
}

/** A loopback server of releases. */
export interface ReleaseServer {
  readonly url: string;
  readonly publicKeyPem: string;
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** Offers another release from now on. */
  readonly offer: (release: Release) => void;
  readonly stop: () => Promise<void>;
}

const FILE = 'farmer-x64.AppImage';

function listOf({ version, content, fileUrl }: Release): string {
  const sha512 = createHash('sha512').update(content).digest('base64');
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${fileUrl ?? FILE}`,
    `    sha512: ${sha512}`,
    `    size: ${Buffer.byteLength(content)}`,
    `path: ${fileUrl ?? FILE}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-21T00:00:00.000Z'",
    '',
  ].join('\n');
}

function signatureOf(release: Release, list: string, key: KeyPairKeyObjectResult, name: string): string {
  const { privateKey } = release.isForged === true ? generateKeyPairSync('ed25519') : key;
  const file = release.signedFor ?? name;
  const expires = release.expires ?? '2999-01-01T00:00:00.000Z';
  const text = signedText({ file, architectures: architecturesOf(file), expires, list });
  return `${text}signature ${sign(null, Buffer.from(text), privateKey).toString('base64')}\n`;
}

function answer(release: Release, key: KeyPairKeyObjectResult, path: string, response: ServerResponse): void {
  const list = listOf(release);
  if (release.isPortal === true) {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Log in to the network</title>');
  } else if (path.endsWith('.yml.sig')) {
    response.end(signatureOf(release, list, key, path.slice(1, -'.sig'.length)));
  } else if (path.endsWith('.yml')) {
    response.end(list);
  } else if (path === `/${FILE}`) {
    response.end(release.sent ?? release.content);
  } else {
    response.writeHead(404).end();
  }
}

/** Serves one release at a time, signed with a fresh key. */
export async function serveReleases(first: Release): Promise<ReleaseServer> {
  const key = generateKeyPairSync('ed25519');
  let offered = first;
  const requests: { path: string; headers: IncomingHttpHeaders }[] = [];
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    requests.push({ path, headers: request.headers });
    answer(offered, key, path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    publicKeyPem: key.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    requests,
    offer(release) {
      offered = release;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
