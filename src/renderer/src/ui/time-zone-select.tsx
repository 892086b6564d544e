import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** All time zones known to the browser, UTC first, searchable. Empty: the zone of the machine. */
export function TimeZoneSelect({
  value,
  onChange,
}: {
  /** An IANA name, or a stored UTC offset, which is kept until another value is chosen. */
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
