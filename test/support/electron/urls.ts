const SUFFIX = '.standin';

/** `app://farmer/x` as the URL that Chromium can load: a secure origin of its own that is answered by the stand-in. */
export function toStandInUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/i.exec(url);
  if (match === null || match[1] === 'http' || match[1] === 'https') {
    return url;
  }
  return `https://${match[2] ?? ''}.${match[1] ?? ''}${SUFFIX}${match[3] ?? ''}`;
}

/** The reverse of {@link toStandInUrl}, also inside a blob URL; other URLs stay. */
export function fromStandInUrl(url: string): string {
  return url.replace(/^(blob:)?https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.standin/i, '$1$3://$2');
}

/** The scheme behind a URL of the stand-in, or null for any other URL. */
export function standInScheme(url: string): string | null {
  return /^https:\/\/[^/?#]+\.([a-z][a-z0-9+-]*)\.standin(?:[/?#]|$)/i.exec(url)?.[1] ?? null;
}
