import { Decimal } from '#shared/decimal.ts';
import { GIB, numberText } from '#shared/number-text.ts';
import { bytesToGib } from '#shared/units.ts';
import type { Unavailable } from '#shared/contract/hardware/hardware-reading.ts';
import type { Amount } from '#shared/contract/hardware/hardware-reading.ts';
import type { Finding } from './check.ts';
import { type Message, message, type MessageKey, storedText, type Text } from '#shared/message.ts';

/** Bytes for a person: GiB with two places, floored, so that a figure is never shown larger than it is. */
export function gibText(bytes: number): string {
  return `${numberText(bytesToGib(bytes), 'en', GIB)} GiB`;
}

/** Disk bytes for a person: GiB, and GB as disks are sold by. */
export function diskText(bytes: number): string {
  return `${gibText(bytes)} (${numberText(new Decimal(bytes).div(1_000_000_000), 'en', { maxPlaces: 0, rounding: 'floor' })} GB)`;
}

/** An amount for a person, with its lower bound where that is all there is. */
export function amountText(amount: Amount, format: (value: number) => Text): Text {
  if (amount.state === 'known') {
    return format(amount.value);
  }
  return amount.atLeast > 0
    ? message('hardware:core.atLeastBecause', {
        amount: format(amount.atLeast),
        because: storedText(amount.because),
      })
    : cannotTellText(amount.because);
}

const CANNOT_TELL = 'hardware:core.cannotTellBecause' satisfies MessageKey;

/** "cannot tell: …", followed by the reason. */
export function cannotTellText(because: string): Message {
  return message(CANNOT_TELL, { because: storedText(because) });
}

/** Of an unknown finding the reason alone; any other finding as it is. */
export function reasonOf(measured: Text): Text {
  if (typeof measured === 'string' || measured.key !== CANNOT_TELL) {
    return measured;
  }
  const because = measured.values?.['because'];
  return typeof because === 'object' ? because : measured;
}

/** The finding for a part that could not be read. */
export function cannotTell(missing: Unavailable): Finding {
  return { state: 'unknown', measured: cannotTellText(missing.because) };
}

/** Whether an amount reaches a minimum; `null` if its lower bound does not decide it. */
export function reaches(amount: Amount, minimum: number | Decimal): boolean | null {
  const certain = amount.state === 'known' ? amount.value : amount.atLeast;
  if (new Decimal(certain).gte(minimum)) {
    return true;
  }
  return amount.state === 'known' ? false : null;
}
