import type { KnownReward } from '#shared/contract/earnings/rewards.ts';
import { VIOLATION_MEANINGS } from '#shared/domain/uptime/violations.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { MILLI_USD, numberText } from '#shared/number-text.ts';
import { tftText } from '#main/hosts/cli/text/amounts.ts';
import { renderPairs, type Style } from '#main/hosts/cli/style.ts';
import { inEnglish } from '#shared/message.ts';

/** mUSD as USD with three decimals. The amount is valued at the TFT price when the node registered. */
function usdText(musd: number): string {
  const usd = numberText(new Decimal(musd).div(1000), 'en', MILLI_USD);
  return `${usd} USD at the registration price`;
}

/** Why a period pays nothing, in one sentence. */
export function zeroCauseText(cause: NonNullable<KnownReward['zeroedBy']>): string {
  switch (cause) {
    case 'uptime':
      return 'the uptime is below the target';
    case 'virtual':
      return 'a virtual machine earns nothing';
    default:
      return `${cause}: ${inEnglish(VIOLATION_MEANINGS[cause])}`;
  }
}

function amountText(style: Style, tft: string | null, musd: number | null, per = ''): string {
  return tft === null || musd === null
    ? style.quiet('unknown: the numbers of the policy are not known; see "farmer rules policies"')
    : `${tftText(tft)} TFT  ${style.quiet(`${usdText(musd)}${per}`)}`;
}

/** A reward as text. */
export function renderReward(style: Style, reward: Omit<KnownReward, 'rulesFrom'>): string {
  const percent = toPlain(new Decimal(reward.permille).div(10));
  return renderPairs(style, [
    ['Pays', amountText(style, reward.tft, reward.musd, ' a period of 730.8 h')],
    reward.zeroedBy && ['Nothing, because', style.bad(zeroCauseText(reward.zeroedBy))],
    ['At full uptime', amountText(style, reward.fullTft, reward.fullMusd)],
    ['Uptime counted', `${percent} %`],
  ]);
}
