/** The life of the element that was clicked: when it was born, who changed it and when; each stage is a moment to go to. */
import type { Author } from '@gamelan/protocol/http/history'
import { Button, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconSeedling } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiProblem, isAwayStatus, isPassing } from '../../http/problem.ts'
import { useLastFound } from '../../http/use-last-found.ts'
import type { Stage } from '../../replay/lives.ts'
import { type ProjectorClient, ProjectorFault } from '../../replay/projector-client.ts'
import { awaitedWords } from '../../words/problem-words.ts'
import { EraseButton } from '../erase/EraseButton.tsx'
import { Panel } from './Panel.tsx'
import classes from './Panel.module.css'

const TOO_MANY = 429

/** The life of an element. One that did not come for want of the server is asked for again, as any answer of it is. */
async function lifeOf(projector: ProjectorClient, element: string): Promise<readonly Stage[]> {
  try {
    return await projector.life(element)
  } catch (error) {
    if (!(error instanceof ProjectorFault)) throw error
    const { status } = error
    if (status === TOO_MANY) throw new ApiProblem('too-many-requests', status, { cause: error })
    throw isAwayStatus(status) ? new ApiProblem('unreachable', status, { cause: error }) : error
  }
}

export function LifePanel({
  element,
  title,
  seq,
  head,
  authors,
  projector,
  formatTime,
  onMoment,
  onErase,
  onClose,
}: {
  element: string
  title: string
  /** The moment that is shown. */
  seq: number
  /** The last change there is. */
  head: number
  authors: readonly Author[]
  projector: ProjectorClient
  formatTime: (at: number) => string
  onMoment: (seq: number) => void
  /** undefined: not for this person. */
  onErase: (() => void) | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const life = useQuery({
    queryKey: ['life', element, head],
    queryFn: () => lifeOf(projector, element),
    staleTime: Infinity,
    placeholderData: (before) => before,
  })
  const { data, failure } = useLastFound(life)
  const stages = data ?? []
  const current = stages.findLastIndex((stage) => stage.from <= seq)
  const beside = (by: 1 | -1): Stage | undefined => stages[current + by]
  const author = (id: string) => authors.find((each) => each.id === id)
  const born = stages[0]

  const foot = (
    <>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconSeedling size={15} aria-hidden />}
        disabled={!born}
        onClick={() => born && onMoment(born.from)}
      >
        {t('replay.birth')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('replay.stageBack')}
        disabled={!beside(-1)}
        onClick={() => onMoment(beside(-1)?.from ?? seq)}
      >
        <IconChevronLeft size={16} aria-hidden />
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('replay.stageOn')}
        disabled={!beside(1)}
        onClick={() => onMoment(beside(1)?.until ?? seq)}
      >
        <IconChevronRight size={16} aria-hidden />
      </Button>
      {onErase && <EraseButton label={t('erase.openElement')} onErase={onErase} />}
    </>
  )

  return (
    <Panel title={title} onClose={onClose} foot={foot}>
      {life.isPending && failure === null && <Text size="sm">{t('replay.readingLives')}</Text>}
      {failure !== null && (
        <Text size="sm" role="status">
          {isPassing(failure) ? awaitedWords(t, failure) : t('replay.failed')}
        </Text>
      )}
      <ol className={classes.list}>
        {stages.map((stage, i) => (
          <li key={stage.from}>
            <button
              type="button"
              className={classes.item}
              aria-current={i === current}
              onClick={() => onMoment(stage.until)}
            >
              <span className={classes.when}>{formatTime(stage.at)}</span>
              <span>
                <span
                  className={classes.sign}
                  style={{
                    display: 'inline-block',
                    marginInlineEnd: 6,
                    background: author(stage.author)?.color,
                  }}
                />
                {t(`replay.stages.${stage.kind}`, { name: author(stage.author)?.name ?? '' })}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
