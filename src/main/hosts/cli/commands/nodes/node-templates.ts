import type { Command } from 'commander';
import type { AssessedTemplate } from '#shared/contract/nodes/templates.ts';
import { gibText } from '#shared/domain/hardware/eligibility/wording.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';

const JSON_NAMES = {
  isSameModel: 'is_same_model',
  mruBytes: 'mru',
  sruBytes: 'sru',
  hruBytes: 'hru',
  verdict: null,
  capacity: null,
  reward: null,
  money: null,
  paybackMonths: null,
  watts: null,
} as const;

function renderTemplates(style: Style, templates: readonly AssessedTemplate[]): string {
  const columns = [
    'Template',
    'Machine',
    'Processor',
    right('Cores'),
    right('Memory'),
    right('SSD'),
    right('HDD'),
    right('Watts idle'),
    right('loaded'),
  ];
  const rows = templates.map(({ id, name, cpu, resources, wattsIdle, wattsLoaded }) => [
    id,
    name,
    cpu,
    String(resources.cru),
    gibText(resources.mruBytes),
    gibText(resources.sruBytes),
    gibText(resources.hruBytes),
    wattsIdle,
    wattsLoaded,
  ]);
  const note = 'Typical power at the wall; "--json" names where each figure was measured.';
  return [renderTable(style, columns, rows), style.quiet(note)].join('\n\n');
}

/** `farmer nodes templates`: common machines, for "farmer compare --template" and "farmer nodes add --template". */
export function defineTemplates(command: Command, session: CliSession): void {
  command
    .command('templates')
    .description('common machines with the power they typically draw, to compare or to plan with')
    .action(async () => {
      const { templates } = await session.calls.nodes.templates.list();
      session.print(toSnakeCase({ templates }, JSON_NAMES), () => renderTemplates(session.style, templates));
    });
}
