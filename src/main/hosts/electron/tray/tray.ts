import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, type NativeImage, Tray } from 'electron';
import type { AppLog } from '#main/app/context.ts';
import { figureLines } from './figure-texts.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';
import type { TrayFigures, TrayState } from './tray-figures.ts';

export interface TrayActions {
  readonly open: () => void;
  readonly quit: () => void;
  readonly isPaused: () => boolean;
  readonly setPaused: (isPaused: boolean) => void;
}

export interface ShellTray {
  /** Whether the desktop environment has a tray. */
  readonly isThere: boolean;
  readonly show: (figures: TrayFigures) => void;
}

export interface TrayOptions {
  readonly resourcesDirectory: string;
  readonly platform: NodeJS.Platform;
  readonly texts: ShellTexts;
  readonly log: AppLog;
  readonly actions: TrayActions;
}

/** On macOS the icon is a template image, which the system colours; other systems show colours. */
function loadIcon(options: TrayOptions, state: TrayState): NativeImage {
  const isTemplate = options.platform === 'darwin';
  const image = nativeImage.createFromPath(
    join(options.resourcesDirectory, 'tray', `${state}${isTemplate ? 'Template' : ''}.png`),
  );
  image.setTemplateImage(isTemplate);
  return image;
}

function buildMenu(options: TrayOptions, figures: TrayFigures): Menu {
  const { texts, actions } = options;
  const isPaused = actions.isPaused();
  const lines: readonly MenuItemConstructorOptions[] = figureLines(figures, texts).map((label) => ({
    label,
    enabled: false,
  }));
  return Menu.buildFromTemplate([
    ...lines,
    { type: 'separator' },
    { id: 'open', label: texts('tray.open'), click: actions.open },
    {
      id: 'pause',
      label: texts(isPaused ? 'tray.resume' : 'tray.pause'),
      click: () => actions.setPaused(!isPaused),
    },
    { type: 'separator' },
    { id: 'quit', label: texts('tray.quit'), click: actions.quit },
  ]);
}

/**
 * Creates the tray icon. A desktop environment without a tray is no error, because the window and the menu offer the
 * same functions.
 */
export function createTray(options: TrayOptions, first: TrayFigures): ShellTray {
  let tray: Tray;
  try {
    tray = new Tray(loadIcon(options, first.state));
  } catch (error) {
    options.log.warn('no tray', { error });
    return { isThere: false, show: () => undefined };
  }
  tray.on('click', options.actions.open);
  let shownState = first.state;
  const show = (figures: TrayFigures): void => {
    if (tray.isDestroyed()) {
      return;
    }
    if (figures.state !== shownState) {
      shownState = figures.state;
      tray.setImage(loadIcon(options, figures.state));
    }
    tray.setToolTip([options.texts('appName'), ...figureLines(figures, options.texts)].join('\n'));
    tray.setContextMenu(buildMenu(options, figures));
  };
  show(first);
  return { isThere: true, show };
}
