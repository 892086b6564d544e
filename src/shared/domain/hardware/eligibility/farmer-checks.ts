import { Decimal, toPlain } from '#shared/decimal.ts';
import { TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import type { Finding } from './check.ts';
import type { EligibilityFacts, UptimeFacts } from './facts.ts';
import { cannotTell } from './wording.ts';
import { message, type Text } from '#shared/message.ts';

const percent = (permille: number) => `${toPlain(new Decimal(permille).div(10))} %`;

function uptimeText({ lowPermille, highPermille }: UptimeFacts): Text {
  const [low, high] = [percent(lowPermille), percent(highPermille)];
  return lowPermille === highPermille ? low : message('hardware:core.lowHigh', { low, high });
}

/** The recorded uptime against the target; an interval that holds the target settles nothing. */
export function checkUptime({ uptime, certification }: EligibilityFacts): Finding {
  const target = TARGET_PERMILLE[certification];
  const requirement =
    certification === 'diy'
      ? message('hardware:core.targetDiy', { target: percent(target) })
      : message('hardware:core.targetCertified', { target: percent(target) });
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
    return { state: 'pass', measured: message('hardware:core.contactGiven') };
  }
  if (hasEmail || hasPhone) {
    return {
      state: 'warn',
      measured: hasEmail ? message('hardware:core.phoneNotGiven') : message('hardware:core.emailNotGiven'),
    };
  }
  return { state: 'warn', measured: message('hardware:core.contactNotGiven') };
}
