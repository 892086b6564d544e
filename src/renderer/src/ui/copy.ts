import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

const SHORT_MS = 2500;

/** Copies a text and shows whether it succeeded in a toast. */
export function useCopy(): (text: string) => void {
  const { t } = useTranslation('common');
  return (text) =>
    void navigator.clipboard.writeText(text).then(
      () => notifications.show({ message: t('copied'), autoClose: SHORT_MS }),
      () => notifications.show({ message: t('copyFailed'), color: 'red' }),
    );
}
