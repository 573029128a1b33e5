/** The page's process: words, look, calls, routes. Must never hold a decision of its own: it only puts together. */
import '@mantine/core/styles.css'
import './ui/global.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, focusManager } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { RouterProvider } from 'react-router'
import { ApiProvider } from './http/api-context.tsx'
import { createApi } from './http/api.ts'
import { createCall } from './http/call.ts'
import { createQueryClient } from './http/query-client.ts'
import { BoardNews } from './pages/news/board-news.ts'
import { NewsProvider } from './pages/news/use-board-news.tsx'
import { createRouter } from './pages/router.tsx'
import { browserTimer } from './sync/coalesce.ts'
import { colorSchemeManager } from './ui/color-scheme.ts'
import { withTicket } from './storage/tickets.ts'
import { MissingPartNotice } from './ui/parts/MissingPartNotice.tsx'
import { NoticesProvider } from './ui/notices.tsx'
import { cssVariables, theme } from './ui/theme.ts'
import { createWords } from './words/words.ts'

const CALL_TIMEOUT_MS = 15_000

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const api = createApi(
  createCall({ fetch: withTicket(window.fetch.bind(window)), timeoutMs: CALL_TIMEOUT_MS }),
)
const queries = createQueryClient()
const news = new BoardNews(queries, {
  timer: browserTimer,
  now: Date.now,
  random: Math.random,
  isSeen: () => focusManager.isFocused(),
})

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createWords()}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
      >
        <QueryClientProvider client={queries}>
          <ApiProvider api={api}>
            <NewsProvider news={news}>
              <NoticesProvider>
                <MissingPartNotice />
                <RouterProvider router={createRouter()} />
              </NoticesProvider>
            </NewsProvider>
          </ApiProvider>
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>
  </StrictMode>,
)
