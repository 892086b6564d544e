import type { ShellLanguage } from '#main/hosts/electron/texts.ts';
import { SURFACES } from './surfaces.ts';

function variables(surface: Readonly<Record<string, string>>): string {
  return Object.entries(surface)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

const STYLE = `
:root{color-scheme:light dark;${variables(SURFACES.light)}}
@media (prefers-color-scheme:dark){:root{${variables(SURFACES.dark)}}}
body{font:15px/1.55 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--ink)}
main{max-width:28rem;margin:1.5rem;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 .5rem}
p{margin:0 0 1.25rem;color:var(--ink2)}
p:last-child{margin:0}
a{display:inline-block;padding:.5rem 1.1rem;border-radius:6px;background:var(--button);color:#fff;font-weight:600;text-decoration:none}
a:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
`;

/** A page without scripts that replaces a crashed page: what happened, and how to continue. */
export function renderCrashPage({ texts: t, current, direction }: ShellLanguage): string {
  return `<!doctype html>
<html lang="${current()}" dir="${direction()}"><head><meta charset="utf-8"><title>${t('crash.title')}</title><style>${STYLE}</style></head>
<body><main><h1>${t('crash.title')}</h1><p>${t('crash.text')}</p>
<p><a href="/index.html">${t('crash.restart')}</a></p></main></body></html>
`;
}
