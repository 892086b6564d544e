import { numberText, ROUNDED_TFT } from '#shared/number-text.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';
import type { TrayFigures } from './tray-figures.ts';

const PERMILLE_PER_PERCENT = 10;

/** A duration in hours and minutes, rounded down. */
function durationText(seconds: number, t: ShellTexts): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? t('duration.hm', { hours, minutes: minutes % 60 }) : t('duration.m', { minutes });
}

/** A permille value as a percentage with one decimal; it was already rounded down, so 999 is 99.9 and never 100. */
function percentText(permille: number): string {
  return `${Math.floor(permille / PERMILLE_PER_PERCENT)}.${permille % PERMILLE_PER_PERCENT}`;
}

/** An amount as on the pages: two decimals, rounded down. */
function tftText(amount: string): string {
  return numberText(amount, 'en', ROUNDED_TFT);
}

function rangeText(low: string, high: string, key: 'uptime' | 'earning', t: ShellTexts): string {
  return low === high ? t(`tray.${key}Exact`, { low }) : t(`tray.${key}`, { low, high });
}

/** The remaining budget in the best case; "at most" when part of the time was not observed. */
function budgetText({ low, high }: { readonly low: number; readonly high: number }, t: ShellTexts): string {
  const left = durationText(high, t);
  if (high < 0) {
    return t('tray.budgetGone', { left });
  }
  return low === high ? t('tray.budget', { left }) : t('tray.budgetAtMost', { left });
}

/** The figures of the tray as lines of its menu and tooltip: state, uptime, budget, earnings. */
export function figureLines(figures: TrayFigures, t: ShellTexts): readonly string[] {
  const { permille, leftS, earnedTft } = figures;
  const uptime =
    permille === null
      ? t('tray.uptimeUnknown')
      : rangeText(percentText(permille.low), percentText(permille.high), 'uptime', t);
  const earning =
    earnedTft === null
      ? t('tray.earningUnknown')
      : rangeText(tftText(earnedTft.low), tftText(earnedTft.high), 'earning', t);
  const budget = leftS === null ? [] : [budgetText(leftS, t)];
  return [t(`tray.${figures.state}`), uptime, ...budget, earning];
}
