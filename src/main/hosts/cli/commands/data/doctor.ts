import type { Command } from 'commander';
import type { DoctorCheck, DoctorReport } from '#shared/contract/data/doctor.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, type Style } from '#main/hosts/cli/style.ts';
import { allInEnglish, type Translated } from '#shared/message.ts';

/** Nearly all checks concern the data directory; see docs/cli.md#exit-codes. */
const UNHEALTHY_EXIT_CODE = 5;

const STATE_LOOKS = {
  ok: { look: 'good', text: '✔ ok' },
  warn: { look: 'warning', text: '! warn' },
  fail: { look: 'bad', text: '✘ fail' },
  unknown: { look: 'quiet', text: '? cannot tell' },
} as const satisfies Record<DoctorCheck['state'], { readonly look: keyof Style; readonly text: string }>;

const JSON_NAMES = { canRepair: 'can_mend', repaired: 'mended' };

function render(style: Style, report: Translated<DoctorReport>): string {
  const table = renderTable(
    style,
    ['Check', 'State', 'Found'],
    report.checks.map((check) => {
      const { look, text } = STATE_LOOKS[check.state];
      return [
        check.title,
        style[look](text),
        [check.finding, ...(check.repaired === null ? [] : [check.repaired])].join(' '),
      ];
    }),
  );
  const remedies = report.checks.flatMap((check) =>
    check.remedy === null ? [] : [`${style.strong(check.title)}: ${check.remedy}`],
  );
  const canRepair = report.checks.some((check) => check.canRepair && check.state !== 'ok');
  return [
    table,
    ...(remedies.length === 0 ? [] : [remedies.join('\n')]),
    ...(canRepair ? ['"farmer doctor --mend" puts right what it can.'] : []),
    report.isHealthy ? style.good('Healthy') : style.bad('Not healthy'),
  ].join('\n\n');
}

/** `farmer doctor`: checks the installation and its data, and repairs what can be repaired with `--mend`. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--mend', 'repair what can be repaired', false)
    .action(async ({ mend }: { readonly mend: boolean }) => {
      const area = session.calls.data.doctor;
      const report = allInEnglish(await session.wait('looking', mend ? area.repair() : area.diagnose()));
      session.print(toSnakeCase(report, JSON_NAMES), () => render(session.style, report));
      if (!report.isHealthy) {
        session.exitWith(UNHEALTHY_EXIT_CODE);
      }
    });
}
