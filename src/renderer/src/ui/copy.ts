import { notifications } from '@mantine/notifications';

const SHORT_MS = 2500;

/** Copies a text and shows a toast; another one when the system refuses. */
export async function copyText(text: string, doneText: string, failedText: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: doneText, autoClose: SHORT_MS });
  } catch {
    notifications.show({ message: failedText, color: 'red' });
  }
}
