import { Provider, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import { parseUpdateInfo, type ProviderRuntimeOptions, resolveFiles } from 'electron-updater/out/providers/Provider.js';
import { assertSigned, UpdateRefusal } from './release-signature.ts';

/** Where releases are and whose signature they must carry. */
export interface SignedFeed {
  /** The directory of the releases, with a slash at its end. */
  readonly url: URL;
  /** Ed25519, PEM. */
  readonly publicKeyPem: string;
  /** The processor that programs are for: each has its list on Linux. */
  readonly arch: NodeJS.Architecture;
  /** Unix time in milliseconds: a list is taken until it expires. */
  readonly nowMs: () => number;
}

const CHANNEL_FILES = { linux: 'latest-linux', darwin: 'latest-mac', win32: 'latest' } as const;

/**
 * Reads the list of releases from a plain web server and takes it only with a signature of the release key. The list
 * holds the SHA-512 of every file, so a signed list makes the files trustworthy too, on every system.
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

  /** SECURITY: the library would send an identifier of this installation with every request; nothing of ours is sent. */
  override setRequestHeaders(): void {
    super.setRequestHeaders({});
  }

  async getLatestVersion(): Promise<UpdateInfo> {
    const listUrl = new URL(this.#channelFile, this.#feed.url);
    const list = await this.httpRequest(listUrl);
    const signature = await this.httpRequest(new URL(`${this.#channelFile}.sig`, this.#feed.url));
    // SECURITY: nothing of the list is looked at before its signature was found good.
    if (list === null || signature === null) {
      throw new UpdateRefusal('unsigned');
    }
    const { arch: architecture, publicKeyPem, nowMs } = this.#feed;
    assertSigned(list, signature, { file: this.#channelFile, architecture, nowMs: nowMs(), publicKeyPem });
    return parseUpdateInfo(list, this.#channelFile, listUrl);
  }

  resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    const files = resolveFiles(info, this.#feed.url);
    // SECURITY: a file is only taken from where the list is, even if the list names another place.
    if (files.some(({ url }) => url.origin !== this.#feed.url.origin)) {
      throw new UpdateRefusal('otherServer');
    }
    return files;
  }
}
