import {
  installedServiceText,
  installService,
  isServiceInstalled,
  type RunCommand,
  type ServiceOutcome,
  uninstallService,
} from '#main/hosts/common/service/install.ts';
import { ownUserId, type ServiceCommand } from '#main/hosts/common/service/service-definition.ts';
import { RECORD_SWITCH } from '#main/hosts/electron/opening/arguments.ts';

/** What the service of an installed program depends on. */
export interface RecorderProgram {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly executable: string;
  readonly dataDirectory: string;
}

/**
 * The service runs the installed program with its `--record` switch, which needs no display. An AppImage runs from a
 * mount that disappears when it exits, so its file is used instead; mounting it needs rights that a sandboxed service
 * lacks.
 */
export function recorderCommand({ platform, env, executable, dataDirectory }: RecorderProgram): ServiceCommand {
  const appImage = platform === 'linux' ? env['APPIMAGE'] : undefined;
  // SECURITY: with this switch no page is ever loaded, so there is nothing to sandbox, and the helper of Chromium's
  // sandbox needs the very rights that the service drops.
  const engine = platform === 'linux' ? ['--ozone-platform=headless', '--no-sandbox'] : [];
  return {
    program: appImage ?? executable,
    args: [RECORD_SWITCH, ...engine, '--disable-gpu', `--data-dir=${dataDirectory}`],
    canBeConfined: appImage === undefined,
  };
}

/**
 * Installs or removes the recorder's service of this program. Nothing is done when it is already in the requested
 * state. A service that was installed by the command line is left alone unless this one is to be installed. A service
 * that the service manager has not accepted yet is registered again.
 * @returns what was done; null for nothing
 * @throws FarmerError REFUSED when its file cannot be written or the platform is not supported
 */
export async function applyRecorderService(
  isWished: boolean,
  program: RecorderProgram,
  run?: RunCommand,
): Promise<ServiceOutcome | null> {
  const place = { ...program, userId: ownUserId() };
  if (isWished) {
    const command = recorderCommand(program);
    return (await isServiceInstalled(place, command, run)) ? null : await installService(place, command, run);
  }
  return installedServiceText(place)?.includes(RECORD_SWITCH) === true ? await uninstallService(place, run) : null;
}
