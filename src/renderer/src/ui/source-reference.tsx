import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MouseEvent } from 'react';
import { api } from '#renderer/client/client.ts';
import { useCopy } from './copy.ts';

const COMMIT = /([\w.-]+\/[\w.-]+)@([0-9a-f]{7,40})/;

/** The address of the commit that a reference names ("owner/name@hash"); null where it names none. */
export function commitAddress(reference: string): string | null {
  const [, repository, hash] = COMMIT.exec(reference) ?? [];
  return repository === undefined || hash === undefined ? null : `https://github.com/${repository}/tree/${hash}`;
}

/** Where a rule was read: what names a commit is a link. The desktop app opens no addresses: there it is copied. */
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
