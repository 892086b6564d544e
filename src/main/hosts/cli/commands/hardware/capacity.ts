import type { Command } from 'commander';
import { UNITS_VERSIONS, type UnitsVersion } from '#shared/domain/hardware/capacity-units.ts';
import { addResourceOptions, oneOf, type ResourceOptions, toResources } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs } from '#main/hosts/cli/style.ts';

/** `farmer capacity`: CU, SU and CPR of given resources. */
export function define(command: Command, session: CliSession): void {
  addResourceOptions(command)
    .option('--units <version>', 'v3 runs today, v2 belongs to Farming 2.0', oneOf('--units', UNITS_VERSIONS), 'v3')
    .action(async (options: ResourceOptions & { readonly units: UnitsVersion }) => {
      const area = session.calls.hardware.capacity;
      const { units, cu, su, cpr, binding } = await area.compute({
        resources: toResources(options),
        units: options.units,
      });
      session.print({ units, cu, su, cpr, binding }, () =>
        renderPairs(session.style, [
          ['CU', `${session.style.strong(cu)}  ${session.style.quiet(`bound by ${binding}`)}`],
          ['SU', session.style.strong(su)],
          ['CPR', session.style.strong(cpr)],
          ['Units', units],
        ]),
      );
    });
}
