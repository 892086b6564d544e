import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MouseEvent } from 'react';
import { api } from '#renderer/client/client.ts';
import { useCopy } from './copy.ts';

const COMMIT = /([\w.-]+\/[\w.-]+)@([0-9a-f]{7,40})/;

/** The URL of the commit in a reference ("owner/name@hash"); null when there is none. */
export function commitAddress(reference: string): string | null {
  const [, repository, hash] = COMMIT.exec(reference) ?? [];
  return repository === undefined || hash === undefined ? null : `https://github.com/${repository}/tree/${hash}`;
}

/**
 * The source of a rule; a commit is a link. The desktop app opens no external addresses, so it copies the link instead.
 */
export function SourceReference({ reference }: { readonly reference: string }) {
  const copy = useCopy();
  const { data } = useQuery(api.app.getInfo.queryOptions());
  const address = commitAddress(reference);
  if (address === null) return reference;
  const [name = ''] = COMMIT.exec(reference) ?? [];
  const [before = '', after = ''] = reference.split(name);
  const copyAddress = (event: MouseEvent) => {
    if (data?.host !== 'desktop') return;
    event.preventDefault();
    copy(address);
  };
  return (
    <>
      {before}
      <Anchor href={address} target="_blank" rel="noreferrer" inherit underline="always" onClick={copyAddress}>
        {name}
      </Anchor>
      {after}
    </>
  );
}
