import type { AssessmentAnswer } from '#shared/contract/hardware/eligibility.ts';
import { gibText, reasonOf } from '#shared/domain/hardware/eligibility/wording.ts';
import { renderReward, zeroCauseText } from '#main/hosts/cli/commands/earnings/reward-text.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { renderPairs, renderTable, type Style } from '#main/hosts/cli/style.ts';
import { allInEnglish, type Translated } from '#shared/message.ts';

type Check = Translated<AssessmentAnswer>['eligibility']['checks'][number];

const JSON_NAMES = {
  takenAtMs: null,
  mruBytes: 'mru',
  sruBytes: 'sru',
  hruBytes: 'hru',
  units: null,
  terms: null,
  'evidence.title': null,
} as const;

/** An assessment as JSON; unknown values are null, with the reason in `unavailable`. */
export function assessmentToJson({ machine, unavailable, capacityAtLeast, reward, ...rest }: AssessmentAnswer) {
  return toSnakeCase(
    {
      machine: { ...machine, unavailable: Object.fromEntries(unavailable.map(({ what, because }) => [what, because])) },
      ...(rest.capacity === null ? { capacityAtLeast } : {}),
      ...rest,
      reward: reward === null ? null : { rules: 'minting-v3', ...reward },
    },
    JSON_NAMES,
  ) as Record<string, unknown>;
}

const STATE_LOOKS = {
  pass: { look: 'good', text: '✔ pass' },
  fail: { look: 'bad', text: '✘ fail' },
  warn: { look: 'warning', text: '! warn' },
  unknown: { look: 'quiet', text: '? cannot tell' },
} as const satisfies Record<Check['state'], { readonly look: keyof Style; readonly text: string }>;

function stateText(style: Style, state: Check['state']): string {
  const { look, text } = STATE_LOOKS[state];
  return style[look](text);
}

function renderMachine(style: Style, { machine, unavailable }: AssessmentAnswer): string {
  const missing = new Map(unavailable.map(({ what, because }) => [what, because]));
  const amount = (what: 'cru' | 'mru' | 'sru' | 'hru', value: number | null, format: (value: number) => string) =>
    value === null ? style.quiet(`unavailable: ${missing.get(what) ?? ''}`) : format(value);
  const kind = machine.isVirtual === true ? style.warning('virtual machine') : 'real machine';
  return renderPairs(style, [
    ['Cores', amount('cru', machine.cru, String)],
    ['Memory', amount('mru', machine.mruBytes, gibText)],
    ['SSD', amount('sru', machine.sruBytes, gibText)],
    ['HDD', amount('hru', machine.hruBytes, gibText)],
    ['Kind', machine.isVirtual === null ? style.quiet(`unavailable: ${missing.get('virtual') ?? ''}`) : kind],
  ]);
}

function renderUnits(style: Style, { capacity, capacityAtLeast }: AssessmentAnswer): string {
  const { cu, su, cpr, binding } = capacity ?? capacityAtLeast;
  const least = capacity === null ? 'at least ' : '';
  const shown = (text: string) => `${least}${style.strong(text)}`;
  const bound = capacity === null ? '' : `  ${style.quiet(`bound by ${binding}`)}`;
  return renderPairs(style, [
    ['CU', `${shown(cu)}${bound}`],
    ['SU', shown(su)],
    ['CPR', shown(cpr)],
  ]);
}

function named(checks: readonly Check[], state: Check['state']): string {
  return checks
    .filter((check) => check.level === 'required' && check.state === state)
    .map((check) => check.title)
    .join(', ');
}

function verdictText(style: Style, { eligibility, reward }: Translated<AssessmentAnswer>): string {
  const { verdict, checks } = eligibility;
  switch (verdict) {
    case 'eligible': {
      const cause = reward?.zeroedBy ?? null;
      const nothing = cause === null ? '' : style.warning(`, but it would earn nothing: ${zeroCauseText(cause)}`);
      return style.good('Eligible') + nothing;
    }
    case 'not-eligible':
      return `${style.bad('Not eligible')}: ${named(checks, 'fail')}`;
    case 'unknown':
      return `${style.warning('Cannot tell')}: ${named(checks, 'unknown')}`;
    default:
      return verdict satisfies never;
  }
}

function renderRemedies(style: Style, checks: readonly Check[]): readonly string[] {
  const open = checks.filter((check) => check.state === 'fail' || check.state === 'warn');
  if (open.length === 0) {
    return [];
  }
  const lines = open.map(
    (check) =>
      `${style.strong(check.title)}: ${check.requirement}.\n  ${check.why}\n  ${style.quiet('→')} ${check.fix}`,
  );
  return [`${style.quiet('What to do')}\n${lines.join('\n')}`];
}

function renderEvidence(style: Style, evidence: NonNullable<Translated<AssessmentAnswer>['evidence']>): string {
  return renderTable(
    style,
    ['Claim', 'Of', 'Found', 'Because'],
    evidence.map(({ title, about, found, because }) => [title, about, found, because]),
  );
}

/** An assessment as text. The verdict comes last, where it stays visible in a terminal. */
export function renderAssessment(style: Style, assessment: AssessmentAnswer): string {
  const measured = assessment.eligibility.checks.map((check) => allInEnglish(reasonOf(check.measured)));
  const { checks } = allInEnglish(assessment.eligibility);
  const table = renderTable(
    style,
    ['Check', 'State', 'Found'],
    checks.map((check, index) => [check.title, stateText(style, check.state), measured[index] ?? '']),
  );
  return [
    renderMachine(style, assessment),
    renderUnits(style, assessment),
    table,
    ...renderRemedies(style, checks),
    ...(assessment.evidence === undefined ? [] : [renderEvidence(style, allInEnglish(assessment.evidence))]),
    ...(assessment.reward === null ? [] : [renderReward(style, assessment.reward)]),
    verdictText(style, allInEnglish(assessment)),
  ].join('\n\n');
}
