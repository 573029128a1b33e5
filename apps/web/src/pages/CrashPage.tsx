/**
 * What stands there when the whole page could not go on: a page of its own that did not load, or an error that no part
 * of the page took. React has logged the error by then.
 */
import { useTranslation } from 'react-i18next'
import { useRouteError } from 'react-router'
import { useFaultReason } from '../ui/parts/Part.tsx'
import { StatePage } from '../ui/StatePage.tsx'
import { Reload, ToBoards } from './actions.tsx'
import { OpeningBoard } from './OpeningBoard.tsx'

const WORDS = {
  'new-version': { title: 'parts.newVersionTitle', text: 'parts.newVersionPage' },
  away: { title: 'parts.pageMissingTitle', text: 'parts.pageAway' },
  missing: { title: 'parts.pageMissingTitle', text: 'parts.pageMissing' },
  broken: { title: 'states.crashTitle', text: 'states.crash' },
} as const

/** Says so plainly, and offers a reload. */
export function CrashPage() {
  const { t } = useTranslation()
  const reason = useFaultReason(useRouteError())
  if (reason === null) return <OpeningBoard />
  const { title, text } = WORDS[reason]
  return (
    <StatePage
      alert
      title={t(title)}
      text={t(text)}
      actions={
        <>
          <Reload />
          <ToBoards />
        </>
      }
    />
  )
}
