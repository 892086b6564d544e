const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const TAG = /<(\/?)(\w+)([^>]*?)(\/?)>([^<]*)/g;

function unescape(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

function scalar(tag: string, text: string): unknown {
  switch (tag) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'integer':
    case 'real':
      return Number(text);
    default:
      return unescape(text);
  }
}

interface Open {
  readonly value: unknown[] | Record<string, unknown>;
  key: string;
}

function put(parent: Open | undefined, value: unknown): void {
  if (parent === undefined) {
    return;
  }
  if (Array.isArray(parent.value)) {
    parent.value.push(value);
  } else {
    parent.value[parent.key] = value;
  }
}

/** The value of an XML property list as written by macOS; `null` for anything else and for truncated text. */
export function parsePlist(text: string | null): unknown {
  const body = /<plist[^>]*>([\s\S]*)<\/plist>\s*$/.exec(text ?? '')?.[1];
  if (body === undefined) {
    return null;
  }
  const root: Open = { value: [], key: '' };
  const open: Open[] = [root];
  for (const [, closing, tag = '', , single, content = ''] of body.matchAll(TAG)) {
    const parent = open.at(-1);
    if (closing !== '') {
      if (tag === 'dict' || tag === 'array') {
        open.pop();
      }
    } else if (tag === 'key' && parent !== undefined) {
      parent.key = unescape(content);
    } else if (tag === 'dict' || tag === 'array') {
      const value = tag === 'dict' ? {} : [];
      put(parent, value);
      if (single === '') {
        open.push({ value, key: '' });
      }
    } else {
      put(parent, scalar(tag, content));
    }
  }
  return open.length === 1 && Array.isArray(root.value) ? (root.value[0] ?? null) : null;
}
