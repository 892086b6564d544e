import type { PeriodMoneyAnswer, TftPriceAnswer } from '#shared/contract/earnings/value.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import { inEnglish } from '#shared/message.ts';
import { moneyText, numberText, UNIT_PRICE } from '#shared/number-text.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';

/** The money of a period as JSON; while numbers are missing it lists them and has no net. */
export function moneyToJson(money: PeriodMoneyAnswer) {
  const known = money.state === 'known' ? money : null;
  return {
    state: money.state,
    missing: money.state === 'known' ? [] : money.missing,
    gross_usd: money.grossUsd,
    power_usd: money.powerUsd,
    other_usd: known?.otherUsd ?? null,
    net_usd: known?.netUsd ?? null,
    break_even_tft_price: known?.breakEvenTftPriceUsd ?? null,
    break_even_kwh_price: known?.breakEvenKwhPriceUsd ?? null,
  };
}

/** The TFT price as JSON. */
export function tftPriceToJson({ usd, source, sinceS }: TftPriceAnswer) {
  return { usd, source, since: sinceS === null ? null : isoUtc(sinceS) };
}

const SOURCE_NAMES = { 'stellar-dex': 'Stellar DEX', chain: 'the record of the chain' } as const;

/** "0.02 USD, entered 2026-11-28", "0.0123 USD, Stellar DEX, 2026-11-28T14:00:00Z". */
export function tftPriceText({ usd, source, sinceS }: TftPriceAnswer): string {
  if (usd === null) {
    return 'not entered: "farmer money set --tft-price USD"';
  }
  if (source === 'stellar-dex' || source === 'chain') {
    return `${numberText(usd, 'en', UNIT_PRICE)} USD, ${SOURCE_NAMES[source]}, ${isoUtc(sinceS)}`;
  }
  const since = sinceS === null ? '' : ` ${isoUtc(sinceS).slice(0, 10)}`;
  return `${numberText(usd, 'en', UNIT_PRICE)} USD, entered${since}`;
}

/** The table cell of a net while numbers are missing. */
export function needsNumbersText({ length }: readonly string[]): string {
  return length === 1 ? 'needs 1 number' : `needs ${length} numbers`;
}

/** The money of a period in one line: gross, power and net, or the missing numbers. */
export function moneyLine(money: PeriodMoneyAnswer): string {
  return money.state === 'missing'
    ? inEnglish(needsText(money.missing))
    : `${moneyText(money.netUsd)} USD net: ${moneyText(money.grossUsd)} gross, ${moneyText(money.powerUsd)} power, ${moneyText(money.otherUsd)} other`;
}
