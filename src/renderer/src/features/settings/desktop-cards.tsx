import { Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';

/** Starting at login, which only the desktop app supports. */
export function AutostartCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('autostart');
  return (
    <SettingCard title={t('autostart.title')} field={field}>
      {(autostart, fields) => (
        <Stack gap="xs">
          <Switch label={t('autostart.isEnabled')} {...fields.flag('isEnabled')} />
          <Switch
            label={t('autostart.startsHidden')}
            disabled={!autostart.isEnabled}
            {...fields.flag('startsHidden')}
          />
        </Stack>
      )}
    </SettingCard>
  );
}

/** A recorder that runs without the desktop app; requires an installed program. */
export function RecorderServiceCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('recorderService');
  return (
    <SettingCard title={t('recorderService.title')} field={field}>
      {(_, fields) => (
        <Switch
          label={t('recorderService.isEnabled')}
          description={t('recorderService.hint')}
          {...fields.flag('isEnabled')}
        />
      )}
    </SettingCard>
  );
}

/** Whether updates are checked for; off by default, because the check contacts a server. */
export function UpdatesCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('updates');
  return (
    <SettingCard title={t('updates.title')} field={field} footer={t('updates.sends')}>
      {(_, fields) => <Switch label={t('updates.checksDaily')} {...fields.flag('checksDaily')} />}
    </SettingCard>
  );
}
