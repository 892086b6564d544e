import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type GridAddresses, type GridNetwork, sourcesOfNetwork } from '#shared/contract/grid/grid.ts';
import { TextField } from '#renderer/ui/text-field.tsx';

/** Service addresses that replace the published ones; an empty field uses the published one. */
export function GridAddressFields({
  network,
  value,
  onChange,
}: {
  readonly network: GridNetwork;
  readonly value: GridAddresses;
  readonly onChange: (next: GridAddresses) => void;
}) {
  const { t } = useTranslation('settings');
  return (
    <Stack gap="xs">
      {sourcesOfNetwork(network).map((name) => (
        <TextField
          key={name}
          label={t(`grid.service.${name}`)}
          placeholder={t('grid.published')}
          value={value[name] ?? ''}
          onChange={(text) => onChange({ ...value, [name]: text.trim() || null })}
        />
      ))}
    </Stack>
  );
}
