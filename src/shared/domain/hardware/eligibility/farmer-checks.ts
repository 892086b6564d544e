import { Decimal, toPlain } from '#shared/decimal.ts';
import { phrase, type Words } from '#shared/phrase.ts';
import { TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import type { Finding } from './check.ts';
import type { EligibilityFacts, UptimeFacts } from './facts.ts';
import { cannotTell } from './wording.ts';

const percent = (permille: number) => `${toPlain(new Decimal(permille).div(10))} %`;

function uptimeText({ lowPermille, highPermille }: UptimeFacts): Words {
  const [low, high] = [percent(lowPermille), percent(highPermille)];
  return lowPermille === highPermille ? low : phrase('{{low}} to {{high}}', { low, high });
}

/** The recorded uptime against the target; an interval that holds the target settles nothing. */
export function checkUptime({ uptime, certification }: EligibilityFacts): Finding {
  const target = TARGET_PERMILLE[certification];
  const requirement =
    certification === 'diy'
      ? phrase('{{target}} of a period for a DIY node', { target: percent(target) })
      : phrase('{{target}} of a period for a certified node', { target: percent(target) });
  if (uptime.state === 'unavailable') {
    return { ...cannotTell(uptime), requirement };
  }
  const measured = uptimeText(uptime.value);
  if (uptime.value.lowPermille >= target) {
    return { state: 'pass', measured, requirement };
  }
  return { state: uptime.value.highPermille < target ? 'warn' : 'unknown', measured, requirement };
}

/** Whether the farmer can be reached. */
export function checkContact({ contact }: EligibilityFacts): Finding {
  if (contact.state === 'unavailable') {
    return cannotTell(contact);
  }
  const { hasEmail, hasPhone } = contact.value;
  if (hasEmail && hasPhone) {
    return { state: 'pass', measured: 'e-mail and phone given' };
  }
  if (hasEmail || hasPhone) {
    return { state: 'warn', measured: hasEmail ? 'phone not given' : 'e-mail not given' };
  }
  return { state: 'warn', measured: 'e-mail and phone not given' };
}
