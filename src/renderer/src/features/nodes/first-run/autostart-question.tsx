import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useSaveSettings } from '#renderer/ui/save-settings.ts';

/** Offers to start the program at login, where the host supports it. */
export function AutostartQuestion() {
  const { t } = useTranslation('first-run');
  const { data: info } = useQuery(api.app.getInfo.queryOptions());
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const [pending, setPending] = useState<boolean | null>(null);
  const save = useSaveSettings();
  if (info?.host !== 'desktop' || settings === undefined) return null;
  const { autostart } = settings;
  const choose = async (isEnabled: boolean): Promise<void> => {
    setPending(isEnabled);
    // The command has already shown a refusal; the switch then returns to the stored value.
    await save.runAsync({ autostart: { ...autostart, isEnabled } }).catch(() => undefined);
    setPending(null);
  };
  return (
    <Switch
      label={t('done.autostart')}
      description={t('done.autostartWhy')}
      checked={pending ?? autostart.isEnabled}
      disabled={save.isRunning}
      onChange={(event) => void choose(event.currentTarget.checked)}
    />
  );
}
