import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const UNDO_MS = 8000;

/** The text and the action of an undo toast. */
export interface UndoToast {
  /** What was done: "Scenario deleted". */
  readonly message: string;
  readonly undoLabel: string;
  /** Puts it back. */
  readonly onUndo: () => void;
}

/** Shows a toast with "Undo" for eight seconds, instead of a confirmation beforehand. */
export function showUndo({ message, undoLabel, onUndo }: UndoToast): void {
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
        <Button variant="light" size="compact-sm" onClick={undo}>
          {undoLabel}
        </Button>
      </Group>
    ),
  });
}

/** Shows a toast for a success. */
export function showDone(message: string): void {
  notifications.show({ message, autoClose: 4000 });
}

/** Shows a toast for a failure, with what to do. */
export function showFailed(message: string, hint: string): void {
  notifications.show({ title: message, message: hint, color: 'red', autoClose: 10_000 });
}
