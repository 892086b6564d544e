import { NativeSelect, Select, Stack, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';
import classes from './settings.module.css';

type Notifications = Settings['notifications'];
const LEVELS = ['low', 'normal', 'high'] as const satisfies readonly Notifications['lowestLevel'][];
const HALF_HOURS = Array.from({ length: 48 }, (_, index) => index * 30);
const NIGHT = { fromMinute: 1320, untilMinute: 420 } as const;

function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function minutesAround(minute: number): readonly { readonly value: string; readonly label: string }[] {
  const all = HALF_HOURS.includes(minute) ? HALF_HOURS : [...HALF_HOURS, minute].sort((a, b) => a - b);
  return all.map((entry) => ({ value: String(entry), label: minuteText(entry) }));
}

function QuietHours({
  value,
  onChange,
}: {
  readonly value: Notifications;
  readonly onChange: (next: Notifications) => void;
}) {
  const { t } = useTranslation('settings');
  const quiet = value.quietHours;
  return (
    <>
      <Switch
        label={t('notifications.quietHours')}
        checked={quiet !== null}
        onChange={(event) => onChange({ ...value, quietHours: event.currentTarget.checked ? NIGHT : null })}
      />
      {quiet === null ? null : (
        <div className={classes['pair']}>
          {(['fromMinute', 'untilMinute'] as const).map((end) => (
            <NativeSelect
              key={end}
              label={t(`notifications.${end}`)}
              data={[...minutesAround(quiet[end])]}
              value={String(quiet[end])}
              onChange={({ currentTarget }) =>
                onChange({ ...value, quietHours: { ...quiet, [end]: Number(currentTarget.value) } })
              }
            />
          ))}
        </div>
      )}
    </>
  );
}

/** Which notifications are shown, and when. */
export function NotificationsCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('notifications');
  return (
    <SettingCard
      title={t('notifications.title')}
      field={field}
      footer={<a href={hrefTo('/notifications')}>{t('notifications.log')}</a>}
    >
      {(value, fields) => (
        <Stack gap="sm">
          <Switch label={t('notifications.isEnabled')} {...fields.flag('isEnabled')} />
          <Select
            label={t('notifications.lowestLevel')}
            data={LEVELS.map((level) => ({ value: level, label: t(`notifications.level.${level}`) }))}
            value={value.lowestLevel}
            disabled={!value.isEnabled}
            onChange={(lowestLevel) => lowestLevel !== null && field.set({ ...value, lowestLevel })}
          />
          <QuietHours value={value} onChange={field.set} />
          <Switch label={t('notifications.hasDailyDigest')} {...fields.flag('hasDailyDigest')} />
        </Stack>
      )}
    </SettingCard>
  );
}

const HOST_FIELD = /^reachability\.hosts\.(\d+)$/;

/** The host that the program refused; null when there is none. */
function refusedHost(error: unknown, hosts: readonly string[]): string | null {
  const at = HOST_FIELD.exec(String(toFarmerError(error)?.details?.['field'] ?? ''))?.[1];
  return at === undefined ? null : (hosts[Number(at)] ?? null);
}

/** Probing of configured hosts, to distinguish "up" from "up but unreachable"; off by default. */
export function ReachabilityCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('reachability');
  const refused = refusedHost(field.error, field.value?.hosts ?? []);
  return (
    <SettingCard
      title={t('reachability.title')}
      field={field}
      footer={t('reachability.sends')}
      isShownAtField={refused !== null}
    >
      {(value, fields) => (
        <Stack gap="sm">
          <Switch label={t('reachability.isEnabled')} {...fields.flag('isEnabled')} />
          <TagsInput
            label={t('reachability.hosts')}
            description={t('reachability.hint')}
            error={refused === null ? null : t('reachability.noHost', { host: refused })}
            maxTags={10}
            value={value.hosts}
            disabled={!value.isEnabled}
            onChange={(hosts) => field.set({ ...value, hosts })}
          />
        </Stack>
      )}
    </SettingCard>
  );
}
