/** The addresses of the page. The board page is loaded when it is asked for, so that home stays light. */
import { createBrowserRouter } from 'react-router'
import { loadPart } from '../ui/parts/load-part.ts'
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
          lazy: async () => ({
            Component: (await loadPart(() => import('./board/BoardPage.tsx'), false)).BoardPage,
          }),
        },
        {
          path: '/b/:boardId/replay',
          lazy: async () => ({
            Component: (await loadPart(() => import('./replay/ReplayPage.tsx'), false)).ReplayPage,
          }),
        },
        {
          path: '/b/:boardId/rounds/:roundId',
          lazy: async () => ({
            Component: (await loadPart(() => import('./session/rounds/RoundPage.tsx'), false)).RoundPage,
          }),
        },
        {
          path: '/s/:seriesId',
          lazy: async () => ({
            Component: (await loadPart(() => import('./series/SeriesPage.tsx'), false)).SeriesPage,
          }),
        },
        { path: '/me', element: <MePage /> },
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ])
}
