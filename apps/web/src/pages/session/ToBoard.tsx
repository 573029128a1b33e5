/** The way to the board on which a block is played, where that is another. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Way } from './places.ts'

export function ToBoard({ way: { to, isSessionBoard } }: { way: Way }) {
  const { t } = useTranslation()
  return (
    <Link to={to}>{t(isSessionBoard ? 'session.agenda.toSessionBoard' : 'session.agenda.toOwnBoard')}</Link>
  )
}
