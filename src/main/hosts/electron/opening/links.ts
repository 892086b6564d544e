/** Whether a link may be handed to the system: https only, without a name or password in it. */
export function isSafeExternalUrl(url: string): boolean {
  try {
    const { protocol, username, password } = new URL(url);
    return protocol === 'https:' && username === '' && password === '';
  } catch {
    return false;
  }
}
