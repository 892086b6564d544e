import { render } from '@testing-library/react';
import { useTranslation } from 'react-i18next';
import { expect, it } from 'vitest';
import { startTexts } from '#renderer/app/i18n.ts';

function Refused({ count }: { readonly count: number }) {
  return useTranslation('data').t('import.refused', { count });
}

// Catches "10417 refused" beside "10,417 found".
it('a count in a text is written in groups of thousands', async () => {
  await startTexts();
  const { container } = render(<Refused count={10_417} />);
  await expect.poll(() => container.textContent).toBe('10,417 refused');
});
