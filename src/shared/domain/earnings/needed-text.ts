import { type Message, message } from '#shared/message.ts';
import type { NeededNumber } from './needed-numbers.ts';

/** What each number is called. */
const NEEDED_NAMES = {
  'tft-price': message('earnings:core.neededTftPrice'),
  'gold-price': message('earnings:core.neededGoldPrice'),
  watts: message('earnings:core.neededWatts'),
  tariff: message('earnings:core.neededTariff'),
  reward: message('earnings:core.neededReward'),
} as const satisfies Record<NeededNumber, Message>;

/** The text shown instead of a figure: "needs 2 numbers: the TFT price, the power draw". */
export function needsText(missing: readonly NeededNumber[]): Message {
  const [last, ...before] = missing.map((name): Message => NEEDED_NAMES[name]).toReversed();
  const list = before.reduce(
    (rest, first) => message('earnings:core.neededList', { first, rest }),
    last ?? NEEDED_NAMES.reward,
  );
  return missing.length === 1
    ? message('earnings:core.needsOne', { list })
    : message('earnings:core.needsMany', { count: missing.length, list });
}
