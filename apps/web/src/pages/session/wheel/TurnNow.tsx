/** The turn that goes on: theme, question, time, what was found. Must never blame: every turn is passed as easily. */
import { SESSION_LINE_LENGTH, SESSION_MINUTES } from '@gamelan/protocol/limits'
import type { SessionState } from '@gamelan/protocol/session/session'
import { outcomeSchema, questionSchema, type Turn } from '@gamelan/protocol/session/wheel'
import { Button, Chip, Group, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../../../session/server-clock.ts'
import { meIn } from '../me-in.ts'
import type { Ask } from '../use-ask.ts'
import { useKeptDraft } from '../use-kept-draft.ts'
import { asLine } from './line-drafts.ts'
import { TurnClock } from './TurnClock.tsx'
import { TurnText } from './TurnText.tsx'
import { nameOf, themeOf } from './wheel-words.ts'
import classes from './WheelTool.module.css'

/** Of a turn, as sessions go. */
const MINUTES = 10
/** Passing has a button of its own, from the first moment. */
const OUTCOMES = outcomeSchema.options.filter((outcome) => outcome !== 'passed')

type Props = {
  state: SessionState
  sessionBoard: string
  me: string
  turn: Turn
  ask: Ask
  clock: ServerClock
}

function Questions({
  state,
  turn,
  ask,
  mayEdit,
}: Pick<Props, 'state' | 'turn' | 'ask'> & { mayEdit: boolean }) {
  const { t } = useTranslation()
  const theme = themeOf(state, turn.theme)
  const asked = questionSchema.options.filter((question) => theme?.[question])
  if (asked.length === 0) return null
  return (
    <Radio.Group
      label={t('session.wheel.questions')}
      size="sm"
      value={turn.question}
      onChange={(value) => {
        const question = questionSchema.parse(value)
        void ask({ type: 'edit-turn', turn: turn.id, text: { question } })
      }}
    >
      <Stack gap={8} mt={6}>
        {asked.map((question) => (
          <Radio
            key={question}
            value={question}
            disabled={!mayEdit}
            size="sm"
            label={t(`session.wheel.question.${question}`)}
            description={theme?.[question]}
            classNames={{ description: classes.question ?? '' }}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

function Begin({ ask }: { ask: Ask }) {
  const { t } = useTranslation()
  const [minutes, setMinutes] = useState<number | string>(MINUTES)
  const good = typeof minutes === 'number' && minutes > 0 && minutes <= SESSION_MINUTES ? minutes : null
  return (
    <Group gap="xs" align="flex-end">
      <NumberInput
        label={t('session.wheel.minutes')}
        size="sm"
        w={96}
        min={1}
        max={SESSION_MINUTES}
        value={minutes}
        onChange={setMinutes}
      />
      <Button
        size="sm"
        disabled={good === null}
        onClick={() => {
          if (good !== null) void ask({ type: 'begin-turn', minutes: good })
        }}
      >
        {t('session.wheel.begin')}
      </Button>
    </Group>
  )
}

function End({ ask, turn, sessionBoard }: Pick<Props, 'ask' | 'turn' | 'sessionBoard'>) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useKeptDraft(sessionBoard, `outcome:${turn.id}`)
  const [note, setNote] = useKeptDraft(sessionBoard, `note:${turn.id}`)
  const outcome = OUTCOMES.find((one) => one === chosen) ?? null
  const asksNote = outcome === 'escalated' || outcome === 'open'
  const end = async () => {
    if (outcome === null) return
    if (!(await ask({ type: 'end-turn', outcome, ...(asksNote && { note: asLine(note) }) }))) return
    setChosen('')
    setNote('')
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void end()
      }}
    >
      <Chip.Group value={outcome} onChange={setChosen}>
        <Group gap={6} role="radiogroup" aria-label={t('session.wheel.outcomes')}>
          <Text size="sm" fw={600} w="100%">
            {t('session.wheel.outcomes')}
          </Text>
          {OUTCOMES.map((one) => (
            <Chip key={one} value={one} size="xs">
              {t(`session.wheel.outcome.${one}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {asksNote && (
        <TextInput
          mt="xs"
          size="sm"
          label={t(outcome === 'escalated' ? 'session.wheel.escalatedTo' : 'session.wheel.openNote')}
          maxLength={SESSION_LINE_LENGTH}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      <Button type="submit" size="sm" mt="sm" disabled={outcome === null}>
        {t('session.wheel.end')}
      </Button>
    </form>
  )
}

export function TurnNow({ state, sessionBoard, me, turn, ask, clock }: Props) {
  const { t } = useTranslation()
  const { may } = meIn(state, me)
  const theme = themeOf(state, turn.theme)
  const hasBegun = turn.startedAt !== null
  const mayEnd = may('end-turn')
  const title =
    turn.person === me
      ? t('session.wheel.yourTurn')
      : t('session.wheel.turnOf', { name: nameOf(t, state, turn.person) })
  return (
    <section className={classes.turn} aria-label={title}>
      <h3>{title}</h3>
      {turn.theme === null ? (
        <p>{t('session.wheel.themeNext')}</p>
      ) : (
        <div>
          <p className={classes.theme}>{theme?.theme ?? t('session.wheel.gone')}</p>
          {theme !== undefined && theme.plain !== '' && <p className={classes.plain}>{theme.plain}</p>}
        </div>
      )}
      {hasBegun && state.timer !== null && <TurnClock timer={state.timer} clock={clock} />}
      {turn.theme !== null && <Questions state={state} turn={turn} ask={ask} mayEdit={may('edit-turn')} />}
      {!hasBegun && turn.theme !== null && may('begin-turn') && <Begin ask={ask} />}
      {hasBegun && <p className={classes.hint}>{t('session.wheel.show')}</p>}
      {/* What was typed in a turn is that turn's. */}
      {hasBegun && (
        <Fragment key={turn.id}>
          {may('edit-turn') && <TurnText turn={turn} ask={ask} />}
          {mayEnd && <End ask={ask} turn={turn} sessionBoard={sessionBoard} />}
        </Fragment>
      )}
      {mayEnd && (
        <Group gap="xs">
          {!hasBegun && may('draw-theme') && (
            <Button
              size="sm"
              variant={turn.theme === null ? 'filled' : 'default'}
              disabled={state.wheel.themes.length === 0}
              onClick={() => void ask({ type: 'draw-theme' })}
            >
              {t(turn.theme === null ? 'session.wheel.drawTheme' : 'session.wheel.drawThemeAgain')}
            </Button>
          )}
          <Button
            size="sm"
            variant="default"
            onClick={() => void ask({ type: 'end-turn', outcome: 'passed' })}
          >
            {t('session.wheel.pass')}
          </Button>
        </Group>
      )}
      {mayEnd && <p className={classes.hint}>{t('session.wheel.passHint')}</p>}
    </section>
  )
}
