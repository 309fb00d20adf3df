import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { locale } from './i18n.ts'
import '../widget/tokens.css'
import './styles.css'

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 2_000, refetchOnWindowFocus: true } },
})
const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <ConfigProvider
      locale={locale === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      theme={{
        token: {
          colorPrimary: '#0a5c8c',
          borderRadius: 8,
          fontSize: 15,
          colorTextSecondary: '#4a5565',
          colorTextDescription: '#4a5565',
        },
      }}
    >
      <QueryClientProvider client={queries}>
        <AntApp>
          <App />
        </AntApp>
      </QueryClientProvider>
    </ConfigProvider>,
  )
}
