import type { Command } from 'commander';
import type { z } from 'zod';
import type { DoctorCheck, doctorReportSchema } from '#shared/contract/data/doctor.ts';
import { inEnglish } from '#shared/phrase.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, type Style } from '#main/hosts/cli/style.ts';

type DoctorReport = z.infer<typeof doctorReportSchema>;

/** Nearly all that the doctor looks at is the data directory; see docs/cli.md#exit-codes. */
const UNHEALTHY_EXIT_CODE = 5;

const STATE_LOOKS = {
  ok: { look: 'good', text: '✔ ok' },
  warn: { look: 'warning', text: '! warn' },
  fail: { look: 'bad', text: '✘ fail' },
  unknown: { look: 'quiet', text: '? cannot tell' },
} as const satisfies Record<DoctorCheck['state'], { readonly look: keyof Style; readonly text: string }>;

function toJson(report: DoctorReport) {
  return {
    healthy: report.isHealthy,
    checks: report.checks.map(({ canMend, finding, remedy, mended, ...check }) => ({
      ...check,
      finding: inEnglish(finding),
      remedy: remedy === null ? null : inEnglish(remedy),
      mended: mended === null ? null : inEnglish(mended),
      can_mend: canMend,
    })),
  };
}

function render(style: Style, report: DoctorReport): string {
  const table = renderTable(
    style,
    [{ title: 'Check' }, { title: 'State' }, { title: 'Found' }],
    report.checks.map((check) => {
      const { look, text } = STATE_LOOKS[check.state];
      return [
        check.title,
        style[look](text),
        [check.finding, ...(check.mended === null ? [] : [check.mended])].map(inEnglish).join(' '),
      ];
    }),
  );
  const remedies = report.checks.flatMap((check) =>
    check.remedy === null ? [] : [`${style.strong(check.title)}: ${inEnglish(check.remedy)}`],
  );
  const canMend = report.checks.some((check) => check.canMend && check.state !== 'ok');
  return [
    table,
    ...(remedies.length === 0 ? [] : [remedies.join('\n')]),
    ...(canMend ? ['"farmer doctor --mend" puts right what it can.'] : []),
    report.isHealthy ? style.good('Healthy') : style.bad('Not healthy'),
  ].join('\n\n');
}

/** `farmer doctor`: checks the installation and its data, and mends what can be mended when asked to. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--mend', 'put right what can be put right', false)
    .action(async ({ mend }: { readonly mend: boolean }) => {
      const area = session.calls.data.doctor;
      const report = await session.wait('looking', mend ? area.repair() : area.diagnose());
      session.print(toJson(report), () => render(session.style, report));
      if (!report.isHealthy) {
        session.exitWith(UNHEALTHY_EXIT_CODE);
      }
    });
}
