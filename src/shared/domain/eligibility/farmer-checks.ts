import { Decimal, toPlain } from '#shared/decimal.ts';
import { TARGET_PERMILLE } from '#shared/domain/periods.ts';
import type { Finding } from './check.ts';
import type { EligibilityFacts, UptimeFacts } from './facts.ts';
import { cannotTell } from './wording.ts';

const percent = (permille: number) => `${toPlain(new Decimal(permille).div(10))} %`;

function uptimeText({ lowPermille, highPermille }: UptimeFacts): string {
  return lowPermille === highPermille ? percent(lowPermille) : `${percent(lowPermille)} to ${percent(highPermille)}`;
}

/** The recorded uptime against the target; an interval that holds the target settles nothing. */
export function checkUptime({ uptime, certification }: EligibilityFacts): Finding {
  const target = TARGET_PERMILLE[certification];
  const requirement = `${percent(target)} of a period for ${certification === 'diy' ? 'a DIY' : 'a certified'} node`;
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
  const missing = [...(hasEmail ? [] : ['e-mail']), ...(hasPhone ? [] : ['phone'])].join(' and ');
  return { state: 'warn', measured: `${missing} not given` };
}
