import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2, IconSeeding } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { DatabaseBanner } from './database-banner.tsx';
import { DemoNotice } from './demo-notice.tsx';
import { FarmStatus } from './farm-status.tsx';
import { ImportHost } from './import/import-host.tsx';
import { QuickTools } from './quick-tools.tsx';
import { SidebarFooter } from './sidebar-footer.tsx';
import { Navigation } from './sidebar.tsx';
import { PeriodLine, PeriodPanel } from './period-panel.tsx';
import classes from './shell.module.css';

function Brand() {
  const { t } = useTranslation('common');
  return (
    <a href={hrefTo('/')} className={classes['brand']}>
      <IconSeeding size={22} stroke={2} aria-hidden />
      <span className={classes['word']}>{t('appName')}</span>
    </a>
  );
}

/** Above every page: its tools; in narrow windows also the status, in the narrowest the menu. */
function TopBar() {
  const { t } = useTranslation('common');
  const [isOpen, menu] = useDisclosure(false);
  return (
    // Not a header element: dialogs contain one, and a page should have only one banner landmark.
    <section className={classes['top']} aria-label={t('nav.tools')}>
      <ActionIcon
        className={classes['menu'] ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('nav.open')}
        onClick={menu.open}
      >
        <IconMenu2 size={20} aria-hidden />
      </ActionIcon>
      <div className={classes['topStatus']}>
        <PeriodLine />
        <FarmStatus />
        <DemoNotice />
      </div>
      <QuickTools />
      <Drawer
        opened={isOpen}
        onClose={menu.close}
        size="17rem"
        title={<Brand />}
        closeButtonProps={{ 'aria-label': t('nav.close') }}
      >
        <div className={`${classes['side']} ${classes['drawer']}`}>
          <PeriodPanel />
          <Navigation onGo={menu.close} />
          <SidebarFooter onGo={menu.close} />
        </div>
      </Drawer>
    </section>
  );
}

/** Moves the focus to the new page on navigation, so that screen readers start there. */
function useFocusOnNavigation(path: string) {
  const main = useRef<HTMLElement>(null);
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [path]);
  return main;
}

/** The sidebar with status and countdown, next to the page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('common');
  const [path] = useHashPath();
  const main = useFocusOnNavigation(path);
  return (
    <div className={classes['shell']}>
      <button type="button" className={classes['skip']} onClick={() => main.current?.focus()}>
        {t('skipToContent')}
      </button>
      <aside className={classes['side']}>
        <Brand />
        <PeriodPanel />
        <Navigation />
        <SidebarFooter />
      </aside>
      <div className={classes['body']}>
        <TopBar />
        <main ref={main} className={classes['main']} tabIndex={-1}>
          <ConnectionBanner />
          <DatabaseBanner />
          {children}
        </main>
      </div>
      <ImportHost />
    </div>
  );
}
