import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The back and continue buttons of each step. */
export function StepButtons(props: {
  readonly onBack: () => void;
  readonly action: string;
  readonly canGo?: boolean;
  readonly isRunning?: boolean;
  readonly onGo: () => void;
}) {
  const { t } = useTranslation('first-run');
  return (
    <Group justify="space-between">
      <Button variant="default" onClick={props.onBack}>
        {t('back')}
      </Button>
      <Button disabled={props.canGo === false} loading={props.isRunning === true} onClick={props.onGo}>
        {props.action}
      </Button>
    </Group>
  );
}
