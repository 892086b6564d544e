import type { RewardAnswer } from '#shared/contract/earnings/rewards.ts';
import { VIOLATION_MEANINGS } from '#shared/domain/uptime/violations.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { renderPairs, type Style } from '#main/hosts/cli/style.ts';
import { inEnglish } from '#shared/message.ts';

/** mUSD as USD with three places: what a period pays is counted in thousandths. */
export function usdText(musd: number): string {
  return `${new Decimal(musd).div(1000).toFixed(3)} USD`;
}

/** Why a period pays nothing, in one sentence. */
export function zeroCauseText(cause: NonNullable<RewardAnswer['zeroedBy']>): string {
  switch (cause) {
    case 'uptime':
      return 'the uptime is below the target';
    case 'virtual':
      return 'a virtual machine earns nothing';
    default:
      return `${cause}: ${inEnglish(VIOLATION_MEANINGS[cause])}`;
  }
}

/** A reward for a person. */
export function renderReward(style: Style, reward: RewardAnswer): string {
  const percent = toPlain(new Decimal(reward.permille).div(10));
  return renderPairs(style, [
    ['Pays', `${style.strong(`${reward.tft} TFT`)}  ${style.quiet(`${usdText(reward.musd)} a period of 730.8 h`)}`],
    ...(reward.zeroedBy === null
      ? []
      : ([['Nothing, because', style.bad(zeroCauseText(reward.zeroedBy))]] satisfies [string, string][])),
    ['At full uptime', `${reward.fullTft} TFT  ${style.quiet(usdText(reward.fullMusd))}`],
    ['Uptime counted', `${percent} %`],
  ]);
}
