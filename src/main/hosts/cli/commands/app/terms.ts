import type { Command } from 'commander';
import { GLOSSARY_TERMS } from '#shared/glossary.ts';
import glossary from '#shared/texts/en/glossary.json' with { type: 'json' };
import type { CliSession } from '#main/hosts/cli/session.ts';

const TERMS = GLOSSARY_TERMS.map((id) => ({ id, ...glossary.term[id] }));

const asText = (strong: (text: string) => string) =>
  TERMS.map(({ name, text }) => `${strong(name)}\n  ${text}`).join('\n');

/** `farmer terms`, and `farmer help terms`: the list that the pages explain their words by. */
export function define(command: Command, session: CliSession): void {
  command
    .addHelpText('before', () => `${asText(String)}\n`)
    .action(() => session.print({ terms: TERMS }, () => asText(session.style.strong)));
}
