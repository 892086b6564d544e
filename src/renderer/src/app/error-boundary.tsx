import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Component } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '#renderer/ui/notice.tsx';
import { Page } from '#renderer/ui/page.tsx';

interface BoundaryProps {
  readonly children: ReactNode;
}
interface BoundaryState {
  readonly hasFailed: boolean;
}

function PageFailed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Page>
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

/** Keeps a failing page from taking the rest with it: the error stands in its place with Retry. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { hasFailed: false };

  static getDerivedStateFromError(): BoundaryState {
    return { hasFailed: true };
  }

  readonly retry = () => this.setState({ hasFailed: false });

  override render() {
    return this.state.hasFailed ? <PageFailed onRetry={this.retry} /> : this.props.children;
  }
}
