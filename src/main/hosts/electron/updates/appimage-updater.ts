import { AppImageUpdater } from 'electron-updater';
import { replaceFile } from './replace-file.ts';

/** The updater for AppImages, with an installation step that keeps the old version when it fails. */
export class SafeAppImageUpdater extends AppImageUpdater {
  protected override doInstall(): boolean {
    const target = process.env['APPIMAGE'];
    const fresh = this.installerPath;
    if (target === undefined || fresh === null) {
      return false;
    }
    try {
      replaceFile(fresh, target);
      return true;
    } catch (error) {
      this.dispatchError(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  }
}
