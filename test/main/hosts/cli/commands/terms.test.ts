import { afterAll, expect, it } from 'vitest';
import { GLOSSARY_TERMS } from '#shared/glossary.ts';
import glossary from '#shared/texts/en/glossary.json' with { type: 'json' };
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);

// Catches a term that pages explain and the command line does not, and a text that no page reaches.
it('terms and its help list every term that the pages explain', async () => {
  expect(Object.keys(glossary.term).toSorted()).toEqual([...GLOSSARY_TERMS].toSorted());
  const { terms } = jsonOf(await runFarmer(['terms', '--json'], directory.path)) as {
    readonly terms: readonly { readonly id: string; readonly name: string; readonly text: string }[];
  };
  expect(terms.map(({ id }) => id)).toEqual([...GLOSSARY_TERMS]);
  const help = await runFarmer(['help', 'terms'], directory.path);
  for (const { name, text } of terms) expect(help.stdout).toContain(`${name}\n  ${text}`);
});
