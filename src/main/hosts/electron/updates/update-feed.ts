import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDirectory } from '#main/store/make-directory.ts';
import type { UpdateReason } from './release-signature.ts';
import type { SignedFeed } from './signed-provider.ts';

const RELEASES_URL = 'https://github.com/threefoldtech/farmer/releases/latest/download/';

/** What the feed depends on. */
export interface FeedPlace {
  readonly resourcesDirectory: string;
  /** Whether this is an installed program; only in development can another feed be set. */
  readonly isPackaged: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The release feed of this build, or the reason why there is none. */
export function findUpdateFeed(place: FeedPlace): SignedFeed | { readonly missing: UpdateReason } {
  const elsewhere = place.isPackaged ? undefined : place.env['FARMER_UPDATE_URL'];
  const keyPath =
    (place.isPackaged ? undefined : place.env['FARMER_UPDATE_KEY']) ?? join(place.resourcesDirectory, 'update-key.pem');
  if (!place.isPackaged && elsewhere === undefined) {
    return { missing: 'fromSources' };
  }
  try {
    return {
      url: new URL(elsewhere ?? RELEASES_URL),
      publicKeyPem: readFileSync(keyPath, 'utf8'),
      arch: process.arch,
      nowMs: Date.now,
    };
  } catch {
    return { missing: 'noKey' };
  }
}

/** Writes the configuration file that an installer would write, for development. */
export function writeDevelopmentConfig(userData: string): string {
  const path = join(userData, 'development-update.yml');
  makeDirectory(dirname(path));
  writeFileSync(path, 'updaterCacheDirName: farmer-updater\n');
  return path;
}
