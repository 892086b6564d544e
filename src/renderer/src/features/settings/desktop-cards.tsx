import { Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';

/** Start with the session; only the desktop app can. */
export function AutostartCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('autostart');
  return (
    <SettingCard title={t('autostart.title')} field={field}>
      {(autostart) => (
        <Stack gap="xs">
          <Switch
            label={t('autostart.isEnabled')}
            checked={autostart.isEnabled}
            onChange={(event) => field.set({ ...autostart, isEnabled: event.currentTarget.checked })}
          />
          <Switch
            label={t('autostart.startsHidden')}
            checked={autostart.startsHidden}
            disabled={!autostart.isEnabled}
            onChange={(event) => field.set({ ...autostart, startsHidden: event.currentTarget.checked })}
          />
        </Stack>
      )}
    </SettingCard>
  );
}

/** A recorder that runs without the desktop app; only an installed one can have it. */
export function RecorderServiceCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('recorderService');
  return (
    <SettingCard title={t('recorderService.title')} field={field}>
      {(recorderService) => (
        <Switch
          label={t('recorderService.isEnabled')}
          description={t('recorderService.hint')}
          checked={recorderService.isEnabled}
          onChange={(event) => field.set({ isEnabled: event.currentTarget.checked })}
        />
      )}
    </SettingCard>
  );
}

/** Whether newer versions are looked for; the only call that leaves this computer, and off until switched on. */
export function UpdatesCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('updates');
  return (
    <SettingCard title={t('updates.title')} field={field} footer={t('updates.sends')}>
      {(updates) => (
        <Switch
          label={t('updates.checksDaily')}
          checked={updates.checksDaily}
          onChange={(event) => field.set({ checksDaily: event.currentTarget.checked })}
        />
      )}
    </SettingCard>
  );
}
