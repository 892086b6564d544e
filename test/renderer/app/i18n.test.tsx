import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { render } from '@testing-library/react';
import { useTranslation } from 'react-i18next';
import { expect, it } from 'vitest';
import { LANGUAGES, startTexts } from '#renderer/app/i18n.ts';

function Refused({ count }: { readonly count: number }) {
  return useTranslation('data').t('import.refused', { count });
}

// Catches "10417 refused" beside "10,417 found".
it('formats a count in a text with thousands separators', async () => {
  await startTexts();
  const { container } = render(<Refused count={10_417} />);
  await expect.poll(() => container.textContent).toBe('10,417 refused');
});

// Catches a translation that the settings do not offer.
it('offers the languages with a folder of texts', () => {
  const folders = readdirSync(resolve(import.meta.dirname, '../../../src/shared/texts'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(LANGUAGES.toSorted()).toEqual(folders.toSorted());
});
