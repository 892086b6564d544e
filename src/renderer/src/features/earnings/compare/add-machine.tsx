import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import type { Compared } from './compared.ts';

const TYPED = 'typed';

/** Adds a node, a common machine, or a manually entered one. */
export function AddMachine({ compared, onType }: { readonly compared: Compared; readonly onType: () => void }) {
  const { t } = useTranslation('compare');
  const { data } = useQuery(api.nodes.templates.list.queryOptions({ input: {} }));
  const templates = data?.templates ?? [];
  const { machines, nodes, isFull, add } = compared;
  const isShown = (id: number) => machines.some((one) => one.kind === 'node' && one.nodeId === id);
  const [search, setSearch] = useState('');
  const choose = (value: string | null) => {
    // The field is cleared for the next machine.
    setSearch('');
    if (value === TYPED) onType();
    const [kind, id] = value?.split(':') ?? [];
    if (kind === 'node') add({ kind: 'node', nodeId: Number(id) });
    const template = kind === 'template' ? templates.find((one) => one.id === id) : undefined;
    if (template === undefined) return;
    const { name, resources, wattsIdle, wattsLoaded } = template;
    add({ kind: 'machine', template: template.id, name, resources, wattsIdle, wattsLoaded, hardwareUsd: null });
  };
  const own = nodes.filter(({ id, resources }) => resources !== null && !isShown(id));
  const groups = [
    { group: t('group.nodes'), items: own.map(({ id, name }) => ({ value: `node:${id}`, label: name })) },
    {
      group: t('group.templates'),
      items: templates.map(({ id, name, cpu }) => ({ value: `template:${id}`, label: `${name} · ${cpu}` })),
    },
    { group: t('group.own'), items: [{ value: TYPED, label: t('typed') }] },
  ];
  return (
    <Select
      label={t('add')}
      placeholder={t('addPlaceholder')}
      description={isFull ? t('full') : undefined}
      disabled={isFull}
      data={groups.filter(({ items }) => items.length > 0)}
      value={null}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      clearable={false}
      nothingFoundMessage={t('nothingFound')}
      maxDropdownHeight={360}
      w="24rem"
      maw="100%"
      onChange={choose}
    />
  );
}
