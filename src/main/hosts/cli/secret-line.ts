import { askPassphrase } from '#main/hosts/cli/commands/data/passphrase.ts';

const MOST_CHARACTERS = 4000;

/** Reads the first line of standard input, without echo at a terminal. Secrets are never arguments. */
export async function readSecretLine(question: string): Promise<string> {
  if (process.stdin.isTTY) {
    return askPassphrase(question);
  }
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > MOST_CHARACTERS || text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}
