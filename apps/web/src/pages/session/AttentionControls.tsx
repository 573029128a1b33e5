/** What facilitators and the presenter do to where everybody looks, and the laser pointer, which is anybody's who draws. */
import { Button } from '@mantine/core'
import { IconFocus2, IconLock, IconLockOpen, IconPointer, IconSpeakerphone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { mayHere } from './may-here.ts'
import classes from './PeopleTool.module.css'
import type { ToolProps } from './tool.ts'
import { useAsk } from './use-ask.ts'

export function AttentionControls({ boardId, session, state, me, canvas }: ToolProps) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const { call, locked, spotlight, presenter } = state.attention
  const mayDraw = state.people.people[me]?.role !== 'viewer' && (!locked || presenter === me)
  const light = () => {
    const region = canvas.current?.region()
    if (region) void ask({ type: 'spotlight', region: [...region], board: boardId })
  }
  const mayCall = mayHere(state, me, 'call-everyone')
  if (!mayDraw && !mayCall) return null
  return (
    <section>
      <h3 className={classes.heading}>{t('session.attention.title')}</h3>
      <div className={classes.actions}>
        {mayDraw && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPointer size={16} aria-hidden />}
            onClick={() => canvas.current?.takeLaser()}
          >
            {t('session.attention.laser')}
          </Button>
        )}
        {mayCall && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconSpeakerphone size={16} aria-hidden />}
            onClick={() => void ask({ type: 'call-everyone', board: boardId })}
          >
            {t('session.attention.call')}
          </Button>
        )}
        {call !== null && mayHere(state, me, 'release-everyone') && (
          <Button size="compact-sm" variant="default" onClick={() => void ask({ type: 'release-everyone' })}>
            {t('session.attention.release')}
          </Button>
        )}
        {mayHere(state, me, 'spotlight') && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconFocus2 size={16} aria-hidden />}
            onClick={light}
          >
            {t('session.attention.spotlight')}
          </Button>
        )}
        {spotlight !== null && mayHere(state, me, 'spotlight') && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void ask({ type: 'spotlight', region: null })}
          >
            {t('session.attention.endSpotlight')}
          </Button>
        )}
        {mayHere(state, me, 'lock') && (
          <Button
            size="compact-sm"
            variant={locked ? 'filled' : 'default'}
            leftSection={locked ? <IconLockOpen size={16} aria-hidden /> : <IconLock size={16} aria-hidden />}
            onClick={() => void ask({ type: 'lock', locked: !locked })}
          >
            {t(locked ? 'session.attention.unlock' : 'session.attention.lock')}
          </Button>
        )}
      </div>
      {mayCall && <p className={classes.hint}>{t('session.attention.hint')}</p>}
    </section>
  )
}
