import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Component, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '#renderer/client/use-connection.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';

interface BoundaryProps {
  readonly children: ReactNode;
}
interface BoundaryState {
  readonly hasFailed: boolean;
  /** A chunk of the page could not be loaded; only reloading the window can fix that. */
  readonly needsReload: boolean;
}

const LOAD_FAILED = /dynamically imported module|module script failed|error loading|unable to preload/i;

/**
 * Shown when a page could not be loaded because the program was unreachable; it is loaded as soon as the connection is
 * back, as the banner says.
 */
function PageNotLoaded({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation('common');
  const isOpen = useConnection() === 'open';
  const wasLost = useRef(false);
  useEffect(() => {
    if (!isOpen) wasLost.current = true;
    else if (wasLost.current) onRetry();
  }, [isOpen, onRetry]);
  if (isOpen) return <PageFailed onRetry={onRetry} />;
  return (
    <Page>
      <PageHeader title={t('notLoaded.title')} />
      <Notice tone="info" title={t('notLoaded.what')}>
        {t('notLoaded.hint')}
      </Notice>
    </Page>
  );
}

function PageFailed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Page>
      <PageHeader title={t('error.title')} />
      <Notice
        tone="bad"
        title={t('error.page')}
        action={
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('retry')}
          </Button>
        }
      >
        {t('error.pageHint')}
      </Notice>
    </Page>
  );
}

/** Shows an error in place of a page that failed, with a button to retry. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { hasFailed: false, needsReload: false };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { hasFailed: true, needsReload: error instanceof Error && LOAD_FAILED.test(error.message) };
  }

  readonly retry = () => {
    if (this.state.needsReload) location.reload();
    else this.setState({ hasFailed: false, needsReload: false });
  };

  override render() {
    const { hasFailed, needsReload } = this.state;
    if (!hasFailed) return this.props.children;
    return needsReload ? <PageNotLoaded onRetry={this.retry} /> : <PageFailed onRetry={this.retry} />;
  }
}
