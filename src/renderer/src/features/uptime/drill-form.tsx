import { Button } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { TextField } from '#renderer/ui/text-field.tsx';
import { fromField } from './local-field.ts';
import classes from './uptime.module.css';

/** Records a wake-up drill: now, or at the time when the wake-up of a sleeping machine was requested. */
export function DrillForm({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const [requested, setRequested] = useState('');
  const [asleep, setAsleep] = useState('');
  const drill = useCommand(api.uptime.wakeUps.startDrill, {
    doneText: t('wake.started'),
    onDone: () => {
      setRequested('');
      setAsleep('');
    },
  });
  return (
    <div className={classes['row']}>
      <TextField
        type="datetime-local"
        label={t('wake.requestedAt')}
        description={t('wake.requestedHint')}
        value={requested}
        onChange={setRequested}
      />
      <TextField
        type="datetime-local"
        label={t('wake.asleepSince')}
        description={t('wake.asleepHint')}
        value={asleep}
        onChange={setAsleep}
      />
      <Button
        variant="default"
        leftSection={<IconBellRinging size={16} aria-hidden />}
        loading={drill.isRunning}
        onClick={() =>
          drill.run({ nodeId: node.id, requestedAtS: fromField(requested), asleepSinceS: fromField(asleep) })
        }
      >
        {t('wake.start')}
      </Button>
    </div>
  );
}
