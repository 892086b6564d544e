import type { ShellLanguage } from '#main/hosts/electron/texts.ts';

const STYLE = `
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center}
main{max-width:32rem;padding:1.5rem}
a{display:inline-block;padding:.5rem 1rem;border:1px solid;border-radius:4px;color:inherit;text-decoration:none}
`;

/** A page without scripts for when a page has failed: what happened, and one way on. */
export function renderCrashPage({ texts: t, current, direction }: ShellLanguage): string {
  return `<!doctype html>
<html lang="${current()}" dir="${direction()}"><head><meta charset="utf-8"><title>${t('crash.title')}</title><style>${STYLE}</style></head>
<body><main><h1>${t('crash.title')}</h1><p>${t('crash.text')}</p>
<p><a href="/index.html">${t('crash.restart')}</a></p></main></body></html>
`;
}
