import type { OpenAPI } from '@orpc/contract';

export type ApiDocument = OpenAPI.Document;

const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#d5d9d6,#3a403c);--quiet:light-dark(#4d5751,#b3bdb6)}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}
article{margin:1rem 0}
code,pre{font:13px/1.5 ui-monospace,monospace}
pre{overflow:auto;border:1px solid var(--line);padding:.75rem;border-radius:4px}
p{margin:.25rem 0;color:var(--quiet)}
`;

/**
 * Escapes text for HTML.
 * SECURITY: all text on the page passes here.
 */
function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

interface Call {
  readonly path: string;
  readonly area: string;
  readonly summary: string;
  readonly input: unknown;
  readonly output: unknown;
}

function schemaOf(body: OpenAPI.RequestBodyObject | OpenAPI.ResponseObject | OpenAPI.ReferenceObject | undefined) {
  return body !== undefined && 'content' in body ? Object.values(body.content ?? {})[0]?.schema : undefined;
}

function callsOf(document: ApiDocument): readonly Call[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const operation = item?.post;
    if (operation === undefined) {
      return [];
    }
    return [
      {
        path,
        area: path.split('/')[1] ?? '',
        summary: operation.summary ?? '',
        input: schemaOf(operation.requestBody),
        output: schemaOf(operation.responses?.['200']),
      },
    ];
  });
}

function schemaBlock(title: string, schema: unknown, path: string): string {
  if (schema === undefined) {
    return '';
  }
  const json = escapeHtml(JSON.stringify(schema, null, 2));
  const label = escapeHtml(`${title} of ${path}`);
  return `<details><summary>${escapeHtml(title)}</summary><pre tabindex="0" role="region" aria-label="${label}">${json}</pre></details>`;
}

function callBlock(call: Call): string {
  return `<article><h3><code>POST /api${escapeHtml(call.path)}</code></h3><p>${escapeHtml(call.summary)}</p>
${schemaBlock('Input', call.input, call.path)}${schemaBlock('Answer', call.output, call.path)}</article>`;
}

/** A page that documents every call with its input and output: plain HTML without scripts or remote resources. */
export function renderApiPage(document: ApiDocument): string {
  const areas = Map.groupBy(callsOf(document), (call) => call.area);
  const sections = [...areas].map(
    ([area, calls]) => `<section><h2>${escapeHtml(area)}</h2>${calls.map(callBlock).join('\n')}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Calls of Farmer ${escapeHtml(document.info.version)}</title><style>${STYLE}</style></head>
<body><main><h1>Calls of Farmer ${escapeHtml(document.info.version)}</h1>
<p>${escapeHtml(document.info.description ?? '')}</p>
<p>Machine readable: <a href="/api/openapi.json">openapi.json</a></p>
${sections.join('\n')}
</main></body></html>
`;
}
