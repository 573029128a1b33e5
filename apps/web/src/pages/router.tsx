/** The addresses of the page. The board page is loaded when it is asked for, so that home stays light. */
import { createBrowserRouter } from 'react-router'
import { CrashPage } from './CrashPage.tsx'
import { HomePage } from './home/HomePage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { OpeningBoard } from './OpeningBoard.tsx'
import { MePage } from './you/MePage.tsx'

/** The router, over the browser's history. */
export function createRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    {
      errorElement: <CrashPage />,
      hydrateFallbackElement: <OpeningBoard />,
      children: [
        { path: '/', element: <HomePage /> },
        {
          path: '/b/:boardId',
          lazy: async () => ({ Component: (await import('./board/BoardPage.tsx')).BoardPage }),
        },
        {
          path: '/b/:boardId/replay',
          lazy: async () => ({ Component: (await import('./replay/ReplayPage.tsx')).ReplayPage }),
        },
        {
          path: '/b/:boardId/rounds/:roundId',
          lazy: async () => ({ Component: (await import('./session/rounds/RoundPage.tsx')).RoundPage }),
        },
        {
          path: '/s/:seriesId',
          lazy: async () => ({ Component: (await import('./series/SeriesPage.tsx')).SeriesPage }),
        },
        { path: '/me', element: <MePage /> },
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ])
}
