import type { CreditLine, CreditReason } from '#shared/domain/uptime/credit-types.ts';

const REASON_TEXTS: Readonly<Record<CreditReason, string>> = {
  'first-report': 'first report of the period',
  steady: 'normal',
  'steady-capped': 'normal, but the gap is longer than one report credits',
  reboot: 'rebooted',
  'reboot-capped': 'rebooted, and the uptime is longer than one report credits',
  'going-to-sleep': 'put to sleep by the farmerbot',
  woken: 'woken in time',
  'steady-to-end': 'first report after the end, up to the end',
  'reboot-to-end': 'rebooted around the end, up to the end',
  'woken-after-end': 'woken in time after the end, up to the end',
  'clock-skew': 'the boot time drifted',
  'uptime-too-high': 'the uptime grew faster than time',
  'uptime-too-low': 'the uptime grew slower than time',
  'invalid-reboot': 'a reboot before the last report',
  'asleep-over-24h': 'asleep longer than is credited',
  'woken-late': 'woken more than 30 min after the request',
  'woken-late-and-asleep-over-24h': 'woken more than 30 min after the request, and asleep longer than is credited',
  'asleep-after-end': 'put to sleep after the end',
  'asleep-no-request': 'asleep and nobody asked it to wake',
  'before-sleep': 'sent before it went to sleep',
  'request-while-awake': 'asked to wake while it was not asleep',
  'second-after-end': 'only the first report after the end counts',
  'nothing-before-end': 'no report within the period',
  'outside-window': 'outside the period and the 27 h after it',
};

/** One line of the account as text: "+2400 s, normal", "0 s, asleep longer than is credited". */
export function creditLineText(line: CreditLine): string {
  const amount = line.creditedS > 0 ? `+${line.creditedS} s` : `${line.creditedS} s`;
  const violation = line.violation === null ? '' : `, violation ${line.violation}`;
  return `${amount}, ${REASON_TEXTS[line.reason]}${violation}`;
}
