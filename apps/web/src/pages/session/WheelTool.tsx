/**
 * The Wheel of Expertise: its themes, who plays, and the turn that goes on. Must never show who had how many turns, nor
 * what was drawn before the wheel is at rest.
 */
import { currentTurn } from '@gamelan/protocol/session/wheel'
import { Button, Switch } from '@mantine/core'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { meIn } from './me-in.ts'
import type { ToolProps } from './tool.ts'
import { useAsk, type Ask } from './use-ask.ts'
import { useIsBusy } from './use-is-busy.ts'
import { PastTurns } from './wheel/PastTurns.tsx'
import { Spinning } from './wheel/Spinning.tsx'
import { Themes } from './wheel/Themes.tsx'
import { TurnNow } from './wheel/TurnNow.tsx'
import { useLanded } from './wheel/use-landed.ts'
import { nameOf } from './wheel/wheel-words.ts'
import classes from './wheel/WheelTool.module.css'

function Players({ state, me, ask }: Pick<ToolProps, 'state' | 'me'> & { ask: Ask }) {
  const { t } = useTranslation()
  const { person, may } = meIn(state, me)
  const names = state.wheel.players
    .filter((id) => state.people.people[id]?.here === true)
    .map((id) => ({ id, name: nameOf(t, state, id) }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <section className={classes.section} aria-label={t('session.wheel.players')}>
      <h3>{t('session.wheel.players')}</h3>
      {names.length === 0 ? (
        <p className={classes.hint}>{t('session.wheel.nobodyPlays')}</p>
      ) : (
        <ul className={classes.players}>
          {names.map(({ id, name }) => (
            <li key={id}>{id === me ? t('people.you', { name }) : name}</li>
          ))}
        </ul>
      )}
      {may('play') && (
        <Switch
          label={t('session.wheel.iPlay')}
          {...(person?.observes === true && { description: t('session.wheel.observing') })}
          checked={state.wheel.players.includes(me)}
          onChange={(event) => void ask({ type: 'play', plays: event.currentTarget.checked })}
        />
      )}
      <p className={classes.hint}>{t('session.wheel.playHint')}</p>
    </section>
  )
}

export function WheelTool({ sessionBoard, session, state, me, canvas }: ToolProps) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const { may } = meIn(state, me)
  const { wheel } = state
  const isLanded = useLanded(wheel.spin, session.clock)
  const top = useRef<HTMLDivElement>(null)
  const isBusy = useIsBusy()
  const show = useEffectEvent(() => {
    if (!isBusy()) top.current?.scrollIntoView({ block: 'start' })
  })
  // Whoever has scrolled down to the themes sees it spin, unless they are writing there.
  useEffect(() => {
    if (!isLanded) show()
  }, [isLanded])
  const turn = currentTurn(wheel)
  const isTurning = isLanded && turn !== undefined && turn.startedAt !== null
  const mayDraw = may('draw-person')
  const someonePlays = wheel.players.some((id) => {
    const person = state.people.people[id]
    return person?.here === true && !person.isProgram && !person.away && !person.observes
  })
  return (
    <div className={classes.tool} ref={top}>
      {/* It has done its work once the turn goes on: what is written then has the room. */}
      {!isTurning && <Spinning state={state} me={me} isLanded={isLanded} clock={session.clock} />}
      {wheel.themes.length === 0 && (
        <p className={classes.hint}>
          {t(may('add-theme') ? 'session.wheel.noThemes' : 'session.wheel.noThemesYet')}
        </p>
      )}
      {isLanded && turn !== undefined && (
        <TurnNow
          state={state}
          sessionBoard={sessionBoard}
          me={me}
          turn={turn}
          ask={ask}
          clock={session.clock}
        />
      )}
      {isLanded && turn === undefined && mayDraw && (
        <Button disabled={!someonePlays} onClick={() => void ask({ type: 'draw-person' })}>
          {t('session.wheel.drawPerson')}
        </Button>
      )}
      {isLanded && turn === undefined && !mayDraw && (
        <p className={classes.hint}>{t('session.wheel.waiting')}</p>
      )}
      <Players state={state} me={me} ask={ask} />
      <PastTurns state={state} me={me} canvas={canvas} ask={ask} />
      <Themes state={state} me={me} isLanded={isLanded} ask={ask} />
    </div>
  )
}
