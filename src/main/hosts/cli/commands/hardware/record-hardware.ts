import type { Command } from 'commander';
import { writeTextFile } from '#main/hosts/cli/options/output-file.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

async function run(session: CliSession, file: string, title: string | undefined): Promise<void> {
  const asked = title === undefined ? {} : { title };
  const recording = await session.wait('reading this machine', session.calls.hardware.readings.record(asked));
  await writeTextFile(file, `${JSON.stringify(recording, null, 2)}\n`);
  session.print({ written: file }, () => `Written to ${file}: look through it before you attach it to a report.`);
}

/** `farmer record-hardware`: writes the raw answers of this machine, so that a wrong reading can be reproduced elsewhere. */
export function define(command: Command, session: CliSession): void {
  command
    .argument('<file>', 'file to write')
    .option('--title <text>', 'what the recording shows')
    .action((file: string, options: { readonly title?: string }) => run(session, file, options.title));
}
