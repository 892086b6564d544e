import type { Command } from 'commander';
import { scheduledPriceUsd } from '#shared/domain/earnings/farming-2-0-calendar.ts';
import { type DecimalString, toPlain } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { decimal, type ResourceOptions, toResources, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs } from '#main/hosts/cli/style.ts';
import { tftText } from '#main/hosts/cli/text/amounts.ts';

/** The options of `farmer reward` under Farming 2.0, including the shared ones. */
export interface Farming20Options extends ResourceOptions {
  readonly certified: boolean;
  readonly tftPrice?: DecimalString;
  readonly month?: string;
  readonly farmed?: DecimalString;
  readonly uptimePercent?: DecimalString;
  readonly utilisationPercent?: DecimalString;
  readonly nodeMonths?: number;
  readonly bandwidth?: DecimalString;
  readonly zone?: 'emerging' | 'other' | number;
}

function parseZone(text: string): 'emerging' | 'other' | number {
  if (text === 'emerging' || text === 'other') {
    return text;
  }
  const zone = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (zone < 1 || zone > 20) {
    throw invalidInput(
      message('cli:core.zoneInvalid', { text: text.slice(0, 60) }),
      message('earnings:core.networkZoneExample'),
      { field: '--zone' },
    );
  }
  return zone;
}

/** Adds the options of Farming 2.0 to `farmer reward`. */
export function addFarming20Options(command: Command): Command {
  return command
    .option('--tft-price <USD>', 'farming-2.0: price of one TFT', decimal('--tft-price', { isAboveZero: true }))
    .option('--month <yyyy-mm>', 'farming-2.0: instead of the price, a month of 2020 with a scheduled one')
    .option('--farmed <TFT>', 'farming-2.0: all TFT ever farmed', decimal('--farmed'))
    .option('--uptime-percent <percent>', 'farming-2.0, what if: uptime', decimal('--uptime-percent', { max: 100 }))
    .option(
      '--utilisation-percent <percent>',
      'farming-2.0, what if: utilisation',
      decimal('--utilisation-percent', { max: 100 }),
    )
    .option('--node-months <count>', 'farming-2.0, what if: months since the first', whole('--node-months'))
    .option('--bandwidth <Mbit/s>', 'farming-2.0, what if: bandwidth', decimal('--bandwidth'))
    .option('--zone <zone>', 'farming-2.0, what if: emerging, other, or 1 to 20', parseZone);
}

function priceOf({ tftPrice, month }: Farming20Options): DecimalString {
  if (tftPrice !== undefined && month !== undefined) {
    throw invalidInput(message('cli:core.givePriceOrMonth'), message('cli:core.monthGivesPrice'), {
      field: '--tft-price',
    });
  }
  if (tftPrice !== undefined) {
    return tftPrice;
  }
  const scheduled = month === undefined ? null : scheduledPriceUsd(month);
  if (scheduled === null) {
    throw invalidInput(
      month === undefined
        ? message('cli:core.farming20NeedsPrice')
        : message('cli:core.monthHasNoPrice', { month: month.slice(0, 20) }),
      message('cli:core.giveTftPriceOrMonth'),
      { field: '--tft-price' },
    );
  }
  return toPlain(scheduled);
}

/** What a month paid under Farming 2.0. */
export async function farming20(
  session: CliSession,
  options: Farming20Options & { readonly rules: string },
): Promise<void> {
  const tftPriceUsd = priceOf(options);
  const { farmed: farmedTft } = options;
  if (farmedTft === undefined) {
    throw invalidInput(message('cli:core.farming20NeedsFarmed'), message('cli:core.givePriceAndFarmed'), {
      field: '--farmed',
    });
  }
  const area = session.calls.earnings.rewards;
  const reward = await area.computeFarming20({
    resources: toResources(options),
    certification: options.certified ? 'certified' : 'diy',
    tftPriceUsd,
    farmedTft,
    whatIf: {
      uptimePercent: options.uptimePercent ?? null,
      utilisationPercent: options.utilisationPercent ?? null,
      monthsSinceStart: options.nodeMonths ?? null,
      bandwidthMbps: options.bandwidth ?? null,
      ...(options.zone === undefined ? {} : { zone: options.zone }),
    },
  });
  const { cpr, tft, factors } = reward;
  session.print(
    {
      rules: options.rules,
      cpr,
      difficulty_factor: reward.difficultyFactor,
      tft,
      paid_tft: reward.paidTft,
      tft_price: tftPriceUsd,
      factors,
    },
    () =>
      renderPairs(session.style, [
        ['Paid', session.style.strong(`${tftText(reward.paidTft)} TFT`)],
        ['CPR', cpr],
        ['TFT price', `${tftPriceUsd} USD`],
        ['Difficulty factor', reward.difficultyFactor],
        ['Uptime, use, bandwidth', `${factors.uptime}, ${factors.utilisation}, ${factors.bandwidth}`],
      ]),
  );
}
