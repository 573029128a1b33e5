/** What stands there while a board is being opened. */
import { useTranslation } from 'react-i18next'
import { Waiting } from '../ui/Waiting.tsx'

/** A calm "Opening the board". */
export function OpeningBoard() {
  const { t } = useTranslation()
  return <Waiting text={t('board.opening')} />
}
