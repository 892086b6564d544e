import { describe, expect, it } from 'vitest';
import { commitAddress } from '#renderer/ui/source-reference.tsx';

describe('a source reference', () => {
  it('links to the commit that it names, with files after it or words before it', () => {
    const address = 'https://github.com/threefoldtech/minting_v3/tree/fc7e17d';
    expect(commitAddress('threefoldtech/minting_v3@fc7e17d minting/src/main.rs, period.rs')).toBe(address);
    expect(commitAddress('From: threefoldtech/minting_v3@fc7e17d')).toBe(address);
  });

  // Catches a link made of a version, an address of mail, or a hash that is none.
  it.each(['threefoldtech/minting_v3 v3.1.0', 'farmer@example.org', 'a/b@main', 'docs/rules.md#grid-v4'])(
    'is plain text when it names no commit: %s',
    (reference) => {
      expect(commitAddress(reference)).toBeNull();
    },
  );
});
