// What is around every page: texts, look, queries, addresses.
import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import { RouterProvider } from 'react-router';
import { Texts, useTexts } from '@/i18n';
import type { Pack } from '@/i18n/pack';
import { nonce } from './nonce';
import { queries } from './queries';
import { router } from './router';
import { antdTheme, useTheme } from './theme';

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
