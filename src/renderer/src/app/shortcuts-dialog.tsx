import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './shell.module.css';

const SHORTCUTS = [
  { id: 'find', keys: ['Ctrl', 'K'] },
  { id: 'help', keys: ['?'] },
  { id: 'pages', keys: ['Ctrl', '1–5'] },
  { id: 'next', keys: ['Tab'] },
  { id: 'rows', keys: ['↑', '↓'] },
  { id: 'ends', keys: ['Home', 'End'] },
  { id: 'open', keys: ['Enter'] },
  { id: 'select', keys: ['Space'] },
  { id: 'range', keys: ['Shift', '↑ ↓'] },
  { id: 'clear', keys: ['Esc'] },
  { id: 'set', keys: ['Enter'] },
] as const;

/** The list of keyboard shortcuts. */
export default function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Modal opened onClose={onClose} title={t('shortcuts.title')}>
      <dl className={classes['shortcuts']}>
        {SHORTCUTS.map(({ id, keys }) => (
          <div key={id}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{t(`shortcuts.${id}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
