/** Two moments in words: what came, what went, what moved, with who did it and when. */
import type { Author } from '@gamelan/protocol/http/history'
import { SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Difference } from '../../replay/compare.ts'
import { causeOf, linesOf } from '../../replay/in-words.ts'
import type { Line } from '../../replay/in-words.ts'
import type { ProjectorClient } from '../../replay/projector-client.ts'
import { EraseButton } from '../erase/EraseButton.tsx'
import { labelWords } from './label-words.ts'
import { Panel } from './Panel.tsx'
import classes from './Panel.module.css'

export type CompareLayout = 'over' | 'beside'

const SIGNS = { came: '#2f9e44', went: '#e03131', moved: '#f08c00', changed: '#f08c00' } as const
/** Lines that are told with who did it: each is asked for. */
const TOLD = 100

export function ComparePanel({
  differences,
  from,
  to,
  authors,
  projector,
  layout,
  formatTime,
  onLayout,
  onShow,
  onErase,
  onClose,
}: {
  differences: readonly Difference[]
  from: { readonly seq: number; readonly at: number }
  to: { readonly seq: number; readonly at: number }
  authors: readonly Author[]
  projector: ProjectorClient
  layout: CompareLayout
  formatTime: (at: number) => string
  onLayout: (layout: CompareLayout) => void
  /** Looks at these elements. */
  onShow: (ids: readonly string[]) => void
  /** undefined: not for this person, or there is nothing between the two. */
  onErase: (() => void) | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const lines = useMemo(() => linesOf(differences), [differences])
  const named = lines.flatMap((line) => (line.named ? [line.difference] : [])).slice(0, TOLD)
  const causes = useQuery({
    queryKey: ['causes', from.seq, to.seq, named.map(({ id }) => id)],
    queryFn: async () => {
      const lives = await Promise.all(named.map(({ id }) => projector.life(id)))
      return new Map(
        named.map(({ id, kind }, i) => [id, causeOf(kind, lives[i] ?? [], Math.max(from.seq, to.seq))]),
      )
    },
    placeholderData: (before) => before,
    staleTime: Infinity,
  })

  const wordsOf = (line: Line): string => {
    if (!line.named) {
      return t(`replay.differences.${line.kind}`, {
        what: t(`replay.types.${line.type}`, { count: line.ids.length }),
      })
    }
    const { label, was } = line.difference
    const what = labelWords(t, label)
    if (was !== null && label.text !== null) return t('replay.differences.renamed', { was, what })
    return t(`replay.differences.${line.kind}`, { what })
  }
  const byOf = (line: Line): string | null => {
    const cause = line.named ? causes.data?.get(line.difference.id) : undefined
    if (cause === undefined) return null
    const name = authors.find(({ id }) => id === cause.author)?.name ?? ''
    return t('replay.byAt', { name, at: formatTime(cause.ended) })
  }

  return (
    <Panel
      title={t('replay.compareTitle', { from: formatTime(from.at), to: formatTime(to.at) })}
      onClose={onClose}
      foot={
        <>
          <SegmentedControl
            fullWidth
            size="xs"
            value={layout}
            onChange={(value) => onLayout(value)}
            data={[
              { value: 'over', label: t('replay.over') },
              { value: 'beside', label: t('replay.beside') },
            ]}
          />
          {onErase && <EraseButton label={t('erase.openStretch')} onErase={onErase} />}
        </>
      }
    >
      {lines.length === 0 ? (
        <Text size="sm">{t('replay.noDifference')}</Text>
      ) : (
        <ul className={classes.list}>
          {lines.map((line) => (
            <li key={line.named ? line.difference.id : `${line.kind} ${line.type}`}>
              <button
                type="button"
                className={classes.item}
                onClick={() => onShow(line.named ? [line.difference.id] : line.ids)}
              >
                <span className={classes.sign} style={{ background: SIGNS[line.kind] }} />
                <span>{wordsOf(line)}</span>
                {byOf(line) !== null && <span className={classes.by}>{byOf(line)}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
