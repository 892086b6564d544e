import { Provider, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import { parseUpdateInfo, type ProviderRuntimeOptions, resolveFiles } from 'electron-updater/out/providers/Provider.js';
import { assertSigned, UpdateRefusal } from './release-signature.ts';

/** Where releases are published, and the key that signs them. */
export interface SignedFeed {
  /** The base URL of the releases, ending with a slash. */
  readonly url: URL;
  /** Ed25519, PEM. */
  readonly publicKeyPem: string;
  /** The architecture of this program: on Linux, each has its own list. */
  readonly arch: NodeJS.Architecture;
  /** Unix time in milliseconds, for the expiry of lists. */
  readonly nowMs: () => number;
}

const CHANNEL_FILES = { linux: 'latest-linux', darwin: 'latest-mac', win32: 'latest' } as const;

/**
 * Reads the list of releases from a plain web server, and accepts it only with a signature of the release key. The list
 * contains the SHA-512 of every file, so the signature covers the files too.
 */
export class SignedProvider extends Provider<UpdateInfo> {
  readonly #feed: SignedFeed;
  readonly #channelFile: string;

  constructor(feed: SignedFeed, runtime: ProviderRuntimeOptions) {
    super(runtime);
    this.#feed = feed;
    const isArm = runtime.platform === 'linux' && feed.arch === 'arm64';
    this.#channelFile = `${CHANNEL_FILES[runtime.platform]}${isArm ? '-arm64' : ''}.yml`;
  }

  /** SECURITY: by default the library sends an identifier of this installation with every request; this removes it. */
  override setRequestHeaders(): void {
    super.setRequestHeaders({});
  }

  async getLatestVersion(): Promise<UpdateInfo> {
    const listUrl = new URL(this.#channelFile, this.#feed.url);
    const list = await this.httpRequest(listUrl);
    const signature = await this.httpRequest(new URL(`${this.#channelFile}.sig`, this.#feed.url));
    // SECURITY: the list is not parsed before its signature is verified.
    if (list === null || signature === null) {
      throw new UpdateRefusal('unsigned');
    }
    const { arch: architecture, publicKeyPem, nowMs } = this.#feed;
    assertSigned(list, signature, { file: this.#channelFile, architecture, nowMs: nowMs(), publicKeyPem });
    return parseUpdateInfo(list, this.#channelFile, listUrl);
  }

  resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    const files = resolveFiles(info, this.#feed.url);
    // SECURITY: files are downloaded only from the origin of the list, even if it names another one.
    if (files.some(({ url }) => url.origin !== this.#feed.url.origin)) {
      throw new UpdateRefusal('otherServer');
    }
    return files;
  }
}
