import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { locale } from './shared/texts.ts'
import { App } from './shell/app.tsx'
import '../widget/tokens.css'
import './shell/styles.css'

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 2_000, refetchOnWindowFocus: true } },
})
const dark = matchMedia('(prefers-color-scheme: dark)').matches
const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider
        locale={locale === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
          token: {
            colorPrimary: dark ? '#3a8fc0' : token('--gw-primary'),
            colorLink: token('--gw-primary'),
            colorError: token('--gw-danger'),
            borderRadius: 6,
            fontSize: 14,
            colorTextSecondary: token('--gw-ink-2'),
            colorTextDescription: token('--gw-ink-2'),
            colorTextPlaceholder: dark ? '#93a0b0' : '#667085',
            fontFamily: token('--gw-font'),
            // Without it a dialog waits for the end of an animation that our styles have taken away.
            motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
            motionDurationMid: '0.12s',
            motionDurationSlow: '0.15s',
          },
        }}
      >
        <QueryClientProvider client={queries}>
          <AntApp className="app">
            <App />
          </AntApp>
        </QueryClientProvider>
      </ConfigProvider>
    </StrictMode>,
  )
}
