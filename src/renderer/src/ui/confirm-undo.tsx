import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

const UNDO_MS = 8000;

export interface UndoToast {
  /** What was done: "Scenario deleted". */
  readonly message: string;
  /** Reverts it. */
  readonly onUndo: () => void;
}

function UndoButton({ onClick }: { readonly onClick: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Button variant="light" size="compact-sm" onClick={onClick}>
      {t('undo')}
    </Button>
  );
}

/** Shows a toast with "Undo" for eight seconds, instead of asking for confirmation. */
export function showUndo({ message, onUndo }: UndoToast): void {
  const id = `undo-${crypto.randomUUID()}`;
  const undo = () => {
    notifications.hide(id);
    onUndo();
  };
  notifications.show({
    id,
    autoClose: UNDO_MS,
    withAutoCloseProgress: true,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <UndoButton onClick={undo} />
      </Group>
    ),
  });
}

/** Shows a toast for a success. */
export function showSuccess(message: string): void {
  notifications.show({ message, autoClose: 4000 });
}

/** Shows a toast for a failure, with its hint. */
export function showFailure(message: string, hint: string): void {
  notifications.show({ title: message, message: hint, color: 'red', autoClose: 10_000 });
}
