import { Button, FileButton, Select } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { fixedTimeZone } from '#shared/domain/earnings/zone-offsets.ts';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { numberColumn, removeColumn, textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { TimeZoneSelect } from '#renderer/ui/time-zone-select.tsx';
import { readTableFile } from '#renderer/ui/read-table-file.ts';
import classes from './earnings.module.css';

type Tariff = Scenario['costs']['tariff'];
type TimeOfUse = Extract<NonNullable<Tariff>, { readonly kind: 'time-of-use' }>;
type Band = TimeOfUse['bands'][number];

const KINDS = ['settings', 'flat', 'time-of-use'] as const;
const EMPTY_TIME_OF_USE: TimeOfUse = { kind: 'time-of-use', timeZone: null, bands: [], otherwiseUsdPerKwh: '0.2' };

/** Consecutive numbers as "1–5", others individually. */
function runsOf(numbers: readonly number[]): string {
  const first = numbers[0] ?? 0;
  const isRun = numbers.every((value, index) => value === first + index);
  return isRun && numbers.length > 1 ? `${first}–${numbers.at(-1) ?? first}` : numbers.join(', ');
}

function useColumns(onRemove: (key: string) => void): readonly Column<Band & { readonly key: string }>[] {
  const { t } = useTranslation('earnings');
  return [
    textColumn('label', t('tariff.label'), (row) => row.label),
    textColumn('months', t('tariff.months'), (row) => runsOf(row.months)),
    textColumn('weekdays', t('tariff.weekdays'), (row) => runsOf(row.weekdays)),
    textColumn('hours', t('tariff.hours'), (row) => `${row.fromHour}:00–${row.untilHour}:00`),
    numberColumn('usdPerKwh', t('tariff.price'), (row) => row.usdPerKwh, { unit: 'USD/kWh' }),
    removeColumn(t('tariff.remove'), (row) => onRemove(row.key)),
  ];
}

interface TimeOfUseProps {
  readonly tariff: TimeOfUse;
  readonly onChange: (tariff: Tariff) => void;
}

function Bands({ tariff, onChange }: TimeOfUseProps) {
  const { t } = useTranslation('earnings');
  const columns = useColumns((key) =>
    onChange({ ...tariff, bands: tariff.bands.filter((_, index) => String(index) !== key) }),
  );
  return (
    <DataTable
      caption={t('tariff.caption')}
      columns={columns}
      rows={tariff.bands.map((band, index) => ({ ...band, key: String(index) }))}
      rowKey={(row) => row.key}
      emptyText={t('tariff.none')}
    />
  );
}

/** A tariff that was stored with a UTC offset keeps it until a zone is chosen. */
function ZoneField({ tariff, onChange }: TimeOfUseProps) {
  const { timeZone, utcOffsetMinutes, ...rest } = tariff;
  const stored = utcOffsetMinutes === undefined ? null : fixedTimeZone(utcOffsetMinutes);
  return <TimeZoneSelect value={timeZone ?? stored} onChange={(next) => onChange({ ...rest, timeZone: next })} />;
}

function TimeOfUseFields({ tariff, onChange }: TimeOfUseProps) {
  const { t } = useTranslation('earnings');
  const read = useCommand(api.earnings.projections.readTariff, {
    onDone: ({ bands }) => onChange({ ...tariff, bands: [...bands] }),
  });
  const rejected = read.data?.rejected ?? [];
  return (
    <>
      <div className={classes['row']}>
        <MoneyInput
          label={t('tariff.otherwise')}
          per="/ kWh"
          {...bindFields(tariff, (patch) => onChange({ ...tariff, ...patch })).orZero('otherwiseUsdPerKwh')}
        />
        <ZoneField tariff={tariff} onChange={onChange} />
        <FileButton
          accept=".csv,text/csv"
          onChange={(file) => {
            if (file !== null) void readTableFile(file).then((csv) => read.run({ csv }));
          }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={read.isRunning}
              leftSection={<IconFileImport size={16} aria-hidden />}
            >
              {t('tariff.import')}
            </Button>
          )}
        </FileButton>
      </div>
      {rejected.length === 0 ? null : (
        <Notice tone="warn" title={t('tariff.rejected', { count: rejected.length })}>
          {rejected.slice(0, 5).map((row) => (
            <div key={row.line}>{t('tariff.line', { line: row.line, reason: row.reason })}</div>
          ))}
        </Notice>
      )}
      <Bands tariff={tariff} onChange={onChange} />
    </>
  );
}

interface TariffEditorProps {
  readonly tariff: Tariff;
  readonly onChange: (tariff: Tariff) => void;
}

/**
 * The electricity tariff of this scenario: that of the settings, a flat price, or a file with prices by hour, weekday
 * and season.
 */
export function TariffEditor({ tariff, onChange }: TariffEditorProps) {
  const { t } = useTranslation('earnings');
  const kind = tariff?.kind ?? 'settings';
  const choose = (next: (typeof KINDS)[number] | null) => {
    if (next === 'flat') onChange({ kind: 'flat', usdPerKwh: '0.2' });
    else if (next === 'time-of-use') onChange(EMPTY_TIME_OF_USE);
    else onChange(null);
  };
  return (
    <>
      <div className={classes['row']}>
        <Select
          label={t('tariff.kind')}
          data={KINDS.map((value) => ({ value, label: t(`tariff.kinds.${value}`) }))}
          value={kind}
          onChange={choose}
        />
        {tariff?.kind === 'flat' ? (
          <MoneyInput
            label={t('tariff.price')}
            per="/ kWh"
            {...bindFields(tariff, (patch) => onChange({ ...tariff, ...patch })).orZero('usdPerKwh')}
          />
        ) : null}
      </div>
      {tariff?.kind === 'time-of-use' ? <TimeOfUseFields tariff={tariff} onChange={onChange} /> : null}
    </>
  );
}
