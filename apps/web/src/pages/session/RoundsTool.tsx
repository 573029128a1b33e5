/** Private rounds: each draws alone, then all is revealed at once. Must never show whose board is which before that. */
import { SESSION_LINE_LENGTH } from '@gamelan/protocol/limits'
import { textSchema } from '@gamelan/protocol/session/ids'
import { openRound, type Round } from '@gamelan/protocol/session/rounds'
import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { lineFault } from '../../ui/line-fault.ts'
import { meIn } from './me-in.ts'
import { roundAddress } from './rounds/addresses.ts'
import { countsOf, isWaitedFor } from './rounds/round-counts.ts'
import classes from './rounds/RoundsTool.module.css'
import { useDrawAlone } from './rounds/use-draw-alone.ts'
import type { ToolProps } from './tool.ts'
import { useAsk, type Ask } from './use-ask.ts'
import { useKeptDraft } from './use-kept-draft.ts'

const questionSchema = textSchema.min(1)

function OpenRound({ ask, sessionBoard }: { ask: Ask; sessionBoard: string }) {
  const { t } = useTranslation()
  const [question, setQuestion] = useKeptDraft(sessionBoard, 'question')
  const [fault, setFault] = useState<string | null>(null)
  const open = async () => {
    const wrong = lineFault(questionSchema, question)
    if (wrong !== null) setFault(t(`session.rounds.${wrong}`, { most: String(SESSION_LINE_LENGTH) }))
    else if (await ask({ type: 'open-round', question })) setQuestion('')
  }
  return (
    <form
      noValidate
      className={classes.section}
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <Textarea
        label={t('session.rounds.question')}
        placeholder={t('session.rounds.placeholder')}
        autosize
        minRows={2}
        maxRows={5}
        value={question}
        error={fault}
        onChange={(event) => {
          // A question is one line, however it is wrapped or pasted.
          setQuestion(event.currentTarget.value.replaceAll(/\s*\n\s*/g, ' '))
          setFault(null)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          void open()
        }}
      />
      <Button type="submit">{t('session.rounds.open')}</Button>
    </form>
  )
}

function RoundNow({
  round,
  ask,
  ...props
}: Pick<ToolProps, 'sessionBoard' | 'session' | 'state' | 'me'> & { round: Round; ask: Ask }) {
  const { state, me } = props
  const { t } = useTranslation()
  const alone = useDrawAlone(props)
  const [isAsking, setAsking] = useState(false)
  const { count, ready } = countsOf(round, state.people)
  const notReady = Object.values(round.drawers).filter((now) => now !== 'ready').length
  const drawers = Object.entries(round.drawers)
    .map(([id, drawing]) => ({
      id,
      now: isWaitedFor(round, state.people, id) ? drawing : ('gone' as const),
      name: state.people.people[id]?.name ?? t('session.wheel.somebody'),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const reveal = () => {
    setAsking(false)
    void ask({ type: 'reveal-round' })
  }
  return (
    <section className={classes.section} aria-label={t('session.rounds.now')}>
      <h3>{round.question}</h3>
      {drawers.length === 0 ? (
        <p className={classes.hint}>{t('session.rounds.nobodyDraws')}</p>
      ) : (
        <>
          <p role="status">{t('session.rounds.readyCount', { all: String(count), ready: String(ready) })}</p>
          <ul className={classes.rows}>
            {drawers.map(({ id, name, now }) => (
              <li key={id}>
                <span className={classes.name}>{id === me ? t('people.you', { name }) : name}</span>
                <span className={now === 'ready' ? classes.ready : classes.hint}>
                  {t(`session.rounds.state.${now}`)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Group gap="xs">
        {alone !== null && (
          <Button loading={alone.isGoing} onClick={alone.go}>
            {t(alone.isIn ? 'session.rounds.drawAlone' : 'session.rounds.join')}
          </Button>
        )}
        {meIn(state, me).may('reveal-round') && (
          <Button variant="default" onClick={() => (notReady > 0 ? setAsking(true) : reveal())}>
            {t('session.rounds.reveal')}
          </Button>
        )}
      </Group>
      {isAsking && (
        <ConfirmDialog
          title={t('session.rounds.revealTitle')}
          explain={t('session.rounds.revealSure', { count: notReady })}
          confirm={t('session.rounds.reveal')}
          onConfirm={reveal}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

export function RoundsTool({ sessionBoard, session, state, me }: ToolProps) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const round = openRound(state.rounds)
  const past = state.rounds.filter(({ revealedAt }) => revealedAt !== null).toReversed()
  const mayOpen = meIn(state, me).may('open-round')
  return (
    <div className={classes.tool}>
      <p className={classes.hint}>{t('session.rounds.explain')}</p>
      {round !== undefined && (
        <RoundNow
          round={round}
          ask={ask}
          sessionBoard={sessionBoard}
          session={session}
          state={state}
          me={me}
        />
      )}
      {round === undefined && mayOpen && <OpenRound ask={ask} sessionBoard={sessionBoard} />}
      {round === undefined && !mayOpen && <p>{t('session.rounds.waiting')}</p>}
      <section className={classes.section} aria-label={t('session.rounds.past')}>
        <h3>{t('session.rounds.past')}</h3>
        {past.length === 0 ? (
          <p className={classes.hint}>{t('session.rounds.noPast')}</p>
        ) : (
          <ul className={classes.rows}>
            {past.map(({ id, question, boards }) => (
              <li key={id}>
                <Link className={classes.link} to={roundAddress(sessionBoard, id)}>
                  {question}
                </Link>
                <span className={classes.hint}>
                  {t('session.rounds.drawings', { count: Object.keys(boards).length })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
