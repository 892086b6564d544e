/** A minting period's name ("2026-11") as month and year in the words of a locale; another text stays as it is. */
export function periodText(name: string, locale: string): string {
  const match = /^(\d{4})-(\d{2})$/.exec(name);
  if (match === null) return name;
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, 15));
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(date);
}
