import {
  installedServiceText,
  installService,
  isServiceInstalled,
  type RunCommand,
  type ServiceOutcome,
  uninstallService,
} from '#main/hosts/common/service/install.ts';
import { ownUserId, type ServiceCommand, type ServicePlace } from '#main/hosts/common/service/service-definition.ts';
import { RECORD_SWITCH } from '#main/hosts/electron/opening/arguments.ts';

/** What the service of an installed program follows from. */
export interface RecorderProgram {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly executable: string;
  readonly dataDirectory: string;
}

/**
 * What the service runs: the installed program with its own switch, which needs no display. An AppImage runs from a
 * mount that is gone after the session; its file is what can be started again, and mounting it takes rights that a
 * confined service has not.
 */
export function recorderCommand({ platform, env, executable, dataDirectory }: RecorderProgram): ServiceCommand {
  const appImage = platform === 'linux' ? env['APPIMAGE'] : undefined;
  // SECURITY: no page is ever loaded with the switch, so there is nothing for the engine's sandbox to hold; its helper
  // would need the very rights that the service gives up.
  const engine = platform === 'linux' ? ['--ozone-platform=headless', '--no-sandbox'] : [];
  return {
    program: appImage ?? executable,
    args: [RECORD_SWITCH, ...engine, '--disable-gpu', `--data-dir=${dataDirectory}`],
    canBeConfined: appImage === undefined,
  };
}

function placeOf({ platform, env, home, dataDirectory }: RecorderProgram): ServicePlace {
  return { platform, env, home, userId: ownUserId(), dataDirectory };
}

/**
 * Installs the recorder's service of this program, or removes it. What is as wished already is left alone, and so is a
 * service that the command line installed, until the wish is that the program records. What the system has not taken yet
 * is given to it again.
 * @returns what was done; null for nothing
 * @throws FarmerError REFUSED when its file cannot be written or the platform has no way
 */
export async function applyRecorderService(
  isWished: boolean,
  program: RecorderProgram,
  run?: RunCommand,
): Promise<ServiceOutcome | null> {
  const place = placeOf(program);
  if (isWished) {
    const command = recorderCommand(program);
    return (await isServiceInstalled(place, command, run)) ? null : await installService(place, command, run);
  }
  return installedServiceText(place)?.includes(RECORD_SWITCH) === true ? await uninstallService(place, run) : null;
}
