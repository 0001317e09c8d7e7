// What is around every page: texts, look, queries, addresses.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import { RouterProvider } from 'react-router';
import { ApiError } from '@/api';
import { Texts, useTexts } from '@/i18n';
import type { Pack } from '@/i18n/pack';
import { nonce } from './nonce';
import { router } from './router';
import { antdTheme, useTheme } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Events tell what is stale; without a line to the server an answer is looked at again after a while.
      staleTime: 30_000,
      // A refusal stays one; what passes by itself is asked again.
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && error.passing && error.type !== 'ui.offline',
      refetchOnWindowFocus: true,
    },
  },
});

export function App({ pack }: { pack: Pack }) {
  return (
    <Texts first={pack}>
      <Look>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Look>
    </Texts>
  );
}

function Look({ children }: { children: React.ReactNode }) {
  const { pack } = useTexts();
  const { theme } = useTheme();
  const csp = nonce ? { nonce } : undefined;
  return (
    <ConfigProvider locale={pack.antd} theme={antdTheme(theme)} csp={csp} button={{ autoInsertSpace: false }}>
      <AntApp className="app">{children}</AntApp>
    </ConfigProvider>
  );
}
