import { Button } from '@mantine/core';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Router, Switch } from 'wouter';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { goTo, useHashPath, useRedirects } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { MOVED_PAGES } from '#shared/pages.ts';
import { useIsCurrencyKnown } from './currency-known.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { useFirstVisit } from './first-visit.ts';
import { DESTINATIONS, preloadPages } from './navigation.ts';

function Waiting() {
  return (
    <Page>
      <LoadingSkeleton count={3} />
    </Page>
  );
}

function NotFound() {
  const { t } = useTranslation('common');
  return (
    <Page>
      <PageHeader title={t('notFound.title')} />
      <EmptyState
        title={t('notFound.what')}
        purpose={t('notFound.purpose')}
        action={<Button onClick={() => goTo('/')}>{t('notFound.action')}</Button>}
      />
    </Page>
  );
}

/** Delay before the remaining pages are preloaded, so that the first page is not slowed down. */
const PRELOAD_DELAY_MS = 2_000;

/** Shows the page of the current address; errors stay within it. */
export function Routes() {
  const [path] = useHashPath();
  const isCurrencyKnown = useIsCurrencyKnown();
  useFirstVisit();
  useRedirects(MOVED_PAGES);
  useEffect(() => {
    const timer = setTimeout(() => {
      // Preloaded, because text typed right after Ctrl+K would be lost while it loads.
      void import('./command-palette.tsx');
      void preloadPages();
    }, PRELOAD_DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    // oxlint-disable-next-line react/hooks -- wouter takes its location hook as a value
    <Router hook={useHashPath}>
      <ErrorBoundary key={path}>
        <Suspense fallback={<Waiting />}>
          <Switch>
            {DESTINATIONS.map(({ path: to, Screen }) => (
              <Route key={to} path={to}>
                {isCurrencyKnown ? <Screen /> : <Waiting />}
              </Route>
            ))}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Router>
  );
}
