import type { Command } from 'commander';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

interface MintingOptions {
  readonly lastPeriod?: number;
  readonly source?: string;
  readonly unknown: boolean;
}

/** The stored values with the changes from the options. */
function changed(before: Settings['minting'], options: MintingOptions): Settings['minting'] {
  if (options.unknown) {
    return { lastPeriod: null, source: '' };
  }
  return { lastPeriod: options.lastPeriod ?? before.lastPeriod, source: options.source ?? before.source };
}

function mintingText({ lastPeriod, source }: Settings['minting']): string {
  return lastPeriod === null
    ? 'The last minted period is not known: no amount is called "as if minted".'
    : `The last minted period is ${lastPeriod} (${periodByIndex(lastPeriod).name}), by: ${source || 'no source given'}. Amounts after it are as if minted.`;
}

/** `farmer rules minting`: the last period that grid 3 minted, with its source. */
export function defineMinting(command: Command, session: CliSession): void {
  command
    .command('minting')
    .description('the last period that grid 3 minted; amounts after it are as if minted')
    .option('--last-period <index>', 'set it', whole('--last-period', MAX_PERIOD_INDEX))
    .option('--source <text>', 'where that was read')
    .option('--unknown', 'it is not known', false)
    .action(async (options: MintingOptions) => {
      const { minting: before } = await session.calls.settings.get();
      const minting = changed(before, options);
      if (options.unknown || options.lastPeriod !== undefined || options.source !== undefined) {
        await session.calls.settings.update({ minting });
      }
      session.print(toSnakeCase(minting), () => mintingText(minting));
    });
}
