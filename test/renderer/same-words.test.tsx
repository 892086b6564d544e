import { MantineProvider } from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { createInstance } from 'i18next';
import type { ReactNode } from 'react';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import * as fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import type { PaidBack } from '#shared/domain/earnings/payback-text.ts';
import { type ErrorCode, FarmerError } from '#shared/errors.ts';
import { inEnglish, message } from '#shared/message.ts';
import { inCurrency } from '#shared/number-text.ts';
import common from '#shared/texts/en/common.json';
import earnings from '#shared/texts/en/earnings.json';
import hardware from '#shared/texts/en/hardware.json';
import nodes from '#shared/texts/en/nodes.json';
import { alertText } from '#shared/domain/notifications/alert-text.ts';
import { gibText } from '#shared/domain/hardware/eligibility/wording.ts';
import { figureLines } from '#main/hosts/electron/tray/figure-texts.ts';
import { loadShellLanguage } from '#main/hosts/electron/texts.ts';
import { tftBetweenText } from '#main/hosts/cli/text/amounts.ts';
import { usePaybackText, useRoiText } from '#renderer/features/earnings/payback-text.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useNodeStatus } from '#renderer/features/nodes/farm/node-status.tsx';
import { formatBytes, formatMoney, setReaderLocale, formatTftRange } from '#renderer/ui/format.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';

const texts = createInstance();
beforeAll(async () => {
  await texts
    .use(initReactI18next)
    .init({ lng: 'en', defaultNS: 'common', resources: { en: { common, earnings, hardware, nodes } } });
});
beforeEach(() => setReaderLocale('en'));
afterEach(() => {
  setReaderLocale(undefined);
  cleanup();
});

/** The text that a component shows, without the styles of the library. */
function show(children: ReactNode): string {
  const { container } = render(
    <I18nextProvider i18n={texts}>
      <MantineProvider>
        <section>{children}</section>
      </MantineProvider>
    </I18nextProvider>,
  );
  return container.querySelector('section')?.textContent ?? '';
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function NodeStatus({ row }: { readonly row: FarmNodeRow }) {
  return useNodeStatus()(row);
}

describe('the status of a node', () => {
  // Catches a node without a report for hours that is a green "On target".
  it('names a problem before being on target', () => {
    const row = { id: 4, kind: 'imported', refusal: null, lastSeenS: null } as const;
    const status = (concern: FarmNodeRow['concern']) => show(<NodeStatus row={{ ...row, concern } as FarmNodeRow} />);
    expect(status('quiet')).toBe('Quiet');
    expect(status('partly-watched')).toBe('Partly watched');
    expect(status(null)).toBe('On target');
    const uptime = { state: 'standby' } as FarmNodeRow['uptime'];
    expect(show(<NodeStatus row={{ ...row, concern: null, uptime } as FarmNodeRow} />)).toBe('Asleep');
    expect(status('not-watched')).toBe('Not watched');
    const seen = { ...row, lastSeenS: 1_700_000_000, concern: 'not-watched' } as FarmNodeRow;
    expect(show(<NodeStatus row={seen} />)).toBe('Last seen only');
  });
});

describe('a missing answer', () => {
  const unknown = message('hardware:core.hardwareUnknown', { name: 'Tower' });
  const shown = (code: ErrorCode) => show(<ErrorState error={new FarmerError(code, unknown, { hint: unknown })} />);

  // Catches a red error on the page of a node of which nobody knows the hardware yet.
  it('is an alert after a failure, and none when the hardware is unknown', () => {
    expect(shown('HARDWARE_UNAVAILABLE')).toContain('The hardware of "Tower" is not known.');
    expect(document.querySelector('[role=alert]')).toBeNull();
    shown('REFUSED');
    expect(document.querySelector('[role=alert]')).not.toBeNull();
  });
});

function Payback({ paid }: { readonly paid: PaidBack & { readonly roi: string } }) {
  const [payback, roi] = [usePaybackText(), useRoiText()];
  return `${payback(paid)} · ${roi(paid.roi)}`;
}

describe('the payback on a page', () => {
  // Catches "in month 322" and "return −758 %".
  it('is in words where a figure would be meaningless', () => {
    const late = show(<Payback paid={{ payback: { kind: 'within', month: 322 }, roi: '-7.58' }} />);
    expect(late).toBe('not within 10 years · loses more than its price');
    const soon = show(<Payback paid={{ payback: { kind: 'within', month: 30 }, roi: '0.5' }} />);
    expect(plain(soon)).toBe('after 30 months · 50.0 %');
  });
});

describe('the same amount everywhere', () => {
  // Catches "1,000 GiB" on a page and "1000 GiB" in a command.
  it('formats sizes alike on pages and in commands', () => {
    const sizes = fc.integer({ min: 0, max: 2 ** 46 });
    fc.assert(fc.property(sizes, (bytes) => plain(formatBytes(bytes)) === gibText(bytes)));
    expect(gibText(1000 * 2 ** 30)).toBe('1,000 GiB');
  });

  // Catches an alert in USD of a farmer whose pages show another currency, and one that rounds otherwise.
  it('shows the amount at risk alike on pages and in alerts', () => {
    const millis = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(millis, fc.integer({ min: 1, max: 200_000 }), (usd, rate) => {
        const currency = { code: 'EUR', unitsPerUsd: String(rate / 1000) };
        const atRiskUsd = String(usd / 1000);
        const figures = { atRiskTft: '1', atRiskUsd, tftPriceUsd: '0.02' };
        const { money } = alertText({ kind: 'down', nodeId: null, figures }, { nameOf: () => null, currency });
        const onPage = plain(formatMoney(inCurrency(atRiskUsd, currency), 'EUR'));
        expect(money && inEnglish(money)).toContain(`At risk this period: ${onPage} (`);
      }),
    );
  });

  // Catches a tray that rounds or groups otherwise than the page that a click on it opens.
  it('shows the TFT so far alike on pages, in commands and in the tray', () => {
    const t = loadShellLanguage().texts;
    const tft = fc.bigInt({ min: 0n, max: 10n ** 12n }).map((units) => String(Number(units / 100n) / 1e5));
    fc.assert(
      fc.property(tft, tft, (one, other) => {
        const [low = '0', high = '0'] = [one, other].toSorted((a, b) => Number(a) - Number(b));
        const lines = figureLines({ state: 'good', permille: null, leftS: null, earnedTft: { low, high } }, t);
        expect(lines.at(-1)).toBe(`${formatTftRange({ low, high })} TFT so far`);
        expect(tftBetweenText({ low, high }).replace(' to ', '–')).toBe(formatTftRange({ low, high }));
      }),
    );
  });

  // Catches "Nov 2026" in one place of a page and "2026-11" in another.
  it('names a period by its month', () => {
    expect(formatPeriodName('2026-11')).toBe('Nov 2026');
  });
});
