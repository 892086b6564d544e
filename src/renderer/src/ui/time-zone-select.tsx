import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Every zone that this browser knows, UTC first; found by typing. Empty: the zone of the machine. */
export function TimeZoneSelect({
  value,
  onChange,
}: {
  /** An IANA name, or a fixed distance from UTC that was stored: it is kept until another is chosen. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  const { t } = useTranslation('common');
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return (
    <Select
      label={t('zone.label')}
      placeholder={t('zone.ofNode')}
      data={value === null || known.includes(value) ? known : [value, ...known]}
      value={value}
      searchable
      clearable
      limit={100}
      nothingFoundMessage={t('zone.none')}
      clearButtonProps={{ 'aria-label': t('zone.ofNode') }}
      onChange={onChange}
    />
  );
}
