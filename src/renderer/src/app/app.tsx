import {
  DirectionProvider,
  MantineProvider,
  MantineThemeProvider,
  useDirection,
  useMantineColorScheme,
} from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { api } from '#renderer/client/client.ts';
import { cssVariablesResolver, theme } from '#renderer/ui/theme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { startLiveUpdates } from './live-updates.ts';
import { Routes } from './routes.tsx';
import { Shell } from './shell.tsx';

const RETRIES = 2;

/** Refusals are final; only a lost connection or an unexpected error is worth another attempt. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  const code = toFarmerError(error)?.code;
  return failures < RETRIES && (code === undefined || code === 'INTERNAL' || code === 'NOT_CONNECTED');
}

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: isWorthRetrying, refetchOnWindowFocus: false } },
});

/**
 * Applies the theme and language of the settings. The browser also stores the theme, so that the next start shows it
 * immediately.
 */
function ApplySettings() {
  const { setColorScheme } = useMantineColorScheme();
  const { i18n } = useTranslation('common');
  const { data } = useQuery(api.settings.get.queryOptions());
  const wanted = data?.theme;
  useEffect(() => {
    if (wanted !== undefined) setColorScheme(wanted === 'system' ? 'auto' : wanted);
  }, [wanted, setColorScheme]);
  const { setDirection } = useDirection();
  const language = data?.language;
  useEffect(() => {
    if (language === undefined || language === i18n.language) return;
    void i18n.changeLanguage(language).then(() => setDirection(i18n.dir()));
  }, [language, i18n, setDirection]);
  return null;
}

/** Labels the buttons that the component library renders itself. */
function NamedButtons({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('common');
  const closes = { defaultProps: { closeButtonProps: { 'aria-label': t('close') } } };
  const shows = { defaultProps: { visibilityToggleButtonProps: { 'aria-label': t('showSecret') } } };
  return (
    <MantineThemeProvider theme={{ components: { Notification: closes, Modal: closes, PasswordInput: shows } }}>
      {children}
    </MantineThemeProvider>
  );
}

export function App() {
  useEffect(() => startLiveUpdates(queries), []);
  return (
    <DirectionProvider>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <ApplySettings />
          <NamedButtons>
            <Notifications position="bottom-right" limit={4} />
            <ErrorBoundary>
              <Shell>
                <Routes />
              </Shell>
            </ErrorBoundary>
          </NamedButtons>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
