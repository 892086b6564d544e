import { ActionIcon, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconBell, IconBook2, IconKeyboard, IconSearch } from '@tabler/icons-react';
import type { Icon as TablerIcon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { hrefTo, useHashParam, useHashPath } from '#renderer/ui/hash-location.ts';
import classes from './shell.module.css';

const CommandPalette = lazy(() => import('./command-palette.tsx'));
const GlossaryDialog = lazy(() => import('./glossary-dialog.tsx'));
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'));

const LATEST = { limit: 1 } as const;

function NotificationsLink() {
  const { t } = useTranslation(['common', 'pages']);
  const [path] = useHashPath();
  useHashParam('node');
  const { data } = useQuery(api.notifications.list.queryOptions({ input: LATEST }));
  const unread = data?.unread ?? 0;
  return (
    <Tooltip label={t('pages:notifications')}>
      <a
        href={hrefTo('/notifications')}
        className={classes['bell']}
        aria-label={t('pages:notifications')}
        {...(path === '/notifications' ? { 'aria-current': 'page' as const } : {})}
      >
        <IconBell size={18} stroke={1.75} aria-hidden />
        {unread === 0 ? null : (
          <span className={classes['count']}>
            <span aria-hidden>{unread}</span>
            <VisuallyHidden>{t('nav.unread', { count: unread })}</VisuallyHidden>
          </span>
        )}
      </a>
    </Tooltip>
  );
}

function ToolButton({
  icon: Icon,
  label,
  onClick,
}: {
  readonly icon: TablerIcon;
  readonly label: string;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
        <Icon size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** Tools in the header of every page: search (Ctrl+K), shortcuts (?), and notifications. */
export function QuickTools() {
  const { t } = useTranslation('common');
  const [open, setOpen] = useState<'palette' | 'shortcuts' | 'terms' | null>(null);
  const close = () => setOpen(null);
  useHotkeys([['mod+K', () => setOpen('palette')]], []);
  // Some keyboard layouts type a question mark without Shift.
  useHotkeys(['shift+?', '?'].map((key) => [key, () => setOpen('shortcuts')]));
  return (
    <div className={classes['quick']}>
      <UnstyledButton className={classes['find']} onClick={() => setOpen('palette')}>
        <IconSearch size={16} aria-hidden />
        <span>{t('palette.open')}</span>
        <kbd aria-hidden>{t('palette.keys')}</kbd>
      </UnstyledButton>
      <ToolButton icon={IconBook2} label={t('palette.terms')} onClick={() => setOpen('terms')} />
      <ToolButton icon={IconKeyboard} label={t('shortcuts.title')} onClick={() => setOpen('shortcuts')} />
      <NotificationsLink />
      <Suspense fallback={null}>
        {open === 'palette' ? (
          <CommandPalette onShortcuts={() => setOpen('shortcuts')} onTerms={() => setOpen('terms')} onClose={close} />
        ) : null}
        {open === 'shortcuts' ? <ShortcutsDialog onClose={close} /> : null}
        {open === 'terms' ? <GlossaryDialog onClose={close} /> : null}
      </Suspense>
    </div>
  );
}
