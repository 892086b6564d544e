import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, type NativeImage, Tray } from 'electron';
import type { AppLog } from '#main/app/context.ts';
import { figureLines } from './figure-texts.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';
import type { TrayFigures, TrayState } from './tray-figures.ts';

/** What the tray's menu does. */
export interface TrayActions {
  readonly open: () => void;
  readonly quit: () => void;
  readonly isPaused: () => boolean;
  readonly setPaused: (isPaused: boolean) => void;
}

/** The icon in the tray. */
export interface ShellTray {
  /** Whether the desktop has a tray at all. */
  readonly isThere: boolean;
  readonly show: (figures: TrayFigures) => void;
}

/** How the tray is made. */
export interface TrayOptions {
  readonly resourcesDirectory: string;
  readonly platform: NodeJS.Platform;
  readonly texts: ShellTexts;
  readonly log: AppLog;
  readonly actions: TrayActions;
}

/** macOS draws the menu bar's icons itself, from templates; the others show colour. */
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

/** Puts the icon into the tray. A desktop without one is no error: the window and the menu do all of it too. */
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
