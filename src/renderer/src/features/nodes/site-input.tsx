import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import type { BoundField } from '#renderer/ui/bind-fields.ts';

/** The site of a node: an existing one, or a new name. */
export function SiteInput({ value, onChange }: BoundField) {
  const { t } = useTranslation('nodes');
  const { data } = useQuery(api.nodes.sites.list.queryOptions());
  return (
    <Autocomplete
      label={t('site.label')}
      data={(data?.sites ?? []).map(({ name }) => name)}
      maxLength={80}
      value={value}
      onChange={onChange}
    />
  );
}
