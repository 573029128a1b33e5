/** The turns that have ended, the latest first. Must never count who had how many, nor how they ended. */
import { webLink } from '@gamelan/protocol/link'
import type { Turn } from '@gamelan/protocol/session/wheel'
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../../../ui/notices.tsx'
import { meIn } from '../me-in.ts'
import type { ToolProps } from '../tool.ts'
import type { Ask } from '../use-ask.ts'
import { TurnText } from './TurnText.tsx'
import { nameOf, outcomeWords, questionOf, themeName, turnCard } from './wheel-words.ts'
import classes from './WheelTool.module.css'

type Props = Pick<ToolProps, 'state' | 'me' | 'canvas'> & { ask: Ask }

function PastTurn({ turn, state, me, canvas, ask }: Props & { turn: Turn }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const { may } = meIn(state, me)
  const [isEdited, setEdited] = useState(false)
  const [isPlacing, setPlacing] = useState(false)
  const theme = themeName(t, state, turn)
  const name = nameOf(t, state, turn.person)
  const question = questionOf(state, turn)
  const place = async () => {
    setPlacing(true)
    try {
      if (await canvas.current?.addCard(turnCard(t, state, turn)))
        await ask({ type: 'turn-placed', turn: turn.id })
      else notify({ kind: 'error', text: t('session.wheel.notPlaced') })
    } finally {
      setPlacing(false)
    }
  }
  return (
    <li className={classes.pastTurn}>
      <p className={classes.pastTheme}>{theme}</p>
      <p>
        {name} · {outcomeWords(t, turn)}
      </p>
      {question !== '' && <p className={classes.plain}>{question}</p>}
      {!isEdited && turn.steps.length > 0 && (
        <ol>
          {turn.steps.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ol>
      )}
      {!isEdited && turn.links.length > 0 && (
        <ul>
          {turn.links.map(({ id, text }) => {
            const link = webLink(text)
            return (
              <li key={id}>
                {link === undefined ? (
                  text
                ) : (
                  <a href={link} target="_blank" rel="noopener noreferrer">
                    {link}
                  </a>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {isEdited && <TurnText turn={turn} ask={ask} />}
      <Group gap={6} mt={4}>
        {may('turn-placed') && (
          <Button
            size="compact-sm"
            variant="default"
            loading={isPlacing}
            aria-label={t(turn.placed ? 'session.wheel.placeAgainOf' : 'session.wheel.placeOf', {
              theme,
              name,
            })}
            onClick={() => void place()}
          >
            {t(turn.placed ? 'session.wheel.placeAgain' : 'session.wheel.place')}
          </Button>
        )}
        {may('edit-turn') && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={isEdited}
            aria-label={t('session.wheel.editOf', { theme, name })}
            onClick={() => setEdited(!isEdited)}
          >
            {t('session.wheel.edit')}
          </Button>
        )}
        {turn.placed && <span className={classes.hint}>{t('session.wheel.placed')}</span>}
      </Group>
    </li>
  )
}

export function PastTurns(props: Props) {
  const { t } = useTranslation()
  const past = props.state.wheel.turns.filter(({ outcome }) => outcome !== null).toReversed()
  return (
    <section className={classes.section} aria-label={t('session.wheel.past')}>
      <h3>{t('session.wheel.past')}</h3>
      {past.length === 0 ? (
        <p className={classes.hint}>{t('session.wheel.noPast')}</p>
      ) : (
        <ul className={classes.past}>
          {past.map((turn) => (
            <PastTurn key={turn.id} turn={turn} {...props} />
          ))}
        </ul>
      )}
    </section>
  )
}
