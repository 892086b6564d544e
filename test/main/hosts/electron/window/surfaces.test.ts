import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SURFACES } from '#main/hosts/electron/window/surfaces.ts';

// Catches a window that flashes in another colour before its page is drawn, after a change of the theme.
it('uses the colours of the pages for the window and the crash page', () => {
  const theme = readFileSync(join(import.meta.dirname, '../../../../../src/renderer/src/ui/theme.ts'), 'utf8');
  const [, light = '', dark = ''] = theme.split(/^ {2}(?:light|dark): \{$/m);
  for (const [scheme, text] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    const { page, card, line, ink, ink2 } = SURFACES[scheme];
    expect(text).toContain(`'--surface-page': '${page}'`);
    expect(text).toContain(`'--surface-card': '${card}'`);
    expect(text).toContain(`'--line': '${line}'`);
    expect(text).toContain(`'--ink': '${ink}'`);
    expect(text).toContain(`'--ink-2': '${ink2}'`);
  }
});
