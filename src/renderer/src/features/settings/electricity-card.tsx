import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { TimeZoneSelect } from '#renderer/ui/time-zone-select.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';
import classes from './settings.module.css';

type Electricity = NonNullable<Settings['electricity']>;
type TimeOfUse = Extract<Electricity, { plan: 'time-of-use' }>;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function firstPrice(electricity: Electricity): string {
  return electricity.plan === 'flat' ? electricity.usdPerKwh : (electricity.bands[0]?.usdPerKwh ?? '0');
}

function asPlan(electricity: Electricity, plan: string): Electricity {
  const usdPerKwh = firstPrice(electricity);
  return plan === 'flat'
    ? { plan: 'flat', usdPerKwh }
    : { plan: 'time-of-use', timeZone: null, bands: [{ fromHour: 0, usdPerKwh }] };
}

function Bands({ plan, onChange }: { readonly plan: TimeOfUse; readonly onChange: (next: TimeOfUse) => void }) {
  const { t } = useTranslation('settings');
  const taken = new Set(plan.bands.map((band) => band.fromHour));
  const free = HOURS.find((hour) => !taken.has(hour));
  const put = (bands: TimeOfUse['bands']) =>
    onChange({ ...plan, bands: [...bands].sort((a, b) => a.fromHour - b.fromHour) });
  return (
    <>
      {plan.bands.map((band) => (
        <div key={band.fromHour} className={classes['band']}>
          <NativeSelect
            label={t('electricity.from')}
            value={String(band.fromHour)}
            data={HOURS.filter((hour) => hour === band.fromHour || !taken.has(hour)).map((hour) => ({
              value: String(hour),
              label: hourText(hour),
            }))}
            onChange={(event) => {
              const fromHour = Number(event.currentTarget.value);
              put(plan.bands.map((entry) => (entry === band ? { ...entry, fromHour } : entry)));
            }}
          />
          <MoneyInput
            label={t('electricity.price')}
            per="/ kWh"
            value={band.usdPerKwh}
            onChange={(usdPerKwh) => {
              if (usdPerKwh !== '') put(plan.bands.map((entry) => (entry === band ? { ...entry, usdPerKwh } : entry)));
            }}
          />
          <IconButton
            icon={IconTrash}
            size="lg"
            disabled={plan.bands.length === 1}
            label={t('electricity.remove', { hour: hourText(band.fromHour) })}
            onClick={() => put(plan.bands.filter((entry) => entry !== band))}
          />
        </div>
      ))}
      {free === undefined ? null : (
        <Button
          className={classes['start'] ?? ''}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => put([...plan.bands, { fromHour: free, usdPerKwh: firstPrice(plan) }])}
        >
          {t('electricity.add')}
        </Button>
      )}
    </>
  );
}

/** The electricity tariff: one price, or prices by the hour of the day. */
export function ElectricityCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('electricity');
  return (
    <SettingCard title={t('electricity.title')} field={field}>
      {(electricity) => (
        <>
          <SegmentedControl
            aria-label={t('electricity.title')}
            data={[
              { value: 'flat', label: t('electricity.flat') },
              { value: 'time-of-use', label: t('electricity.timeOfUse'), disabled: electricity === null },
            ]}
            value={electricity?.plan ?? 'flat'}
            onChange={(plan) => electricity !== null && field.set(asPlan(electricity, plan))}
          />
          {electricity === null || electricity.plan === 'flat' ? (
            <MoneyInput
              label={t('electricity.price')}
              per="/ kWh"
              step="0.01"
              value={electricity?.usdPerKwh ?? ''}
              onChange={(usdPerKwh) => field.set(usdPerKwh === '' ? null : { plan: 'flat', usdPerKwh })}
            />
          ) : (
            <>
              <TimeZoneSelect
                value={electricity.timeZone}
                onChange={(timeZone) => field.set({ ...electricity, timeZone })}
              />
              <Bands plan={electricity} onChange={field.set} />
            </>
          )}
        </>
      )}
    </SettingCard>
  );
}
