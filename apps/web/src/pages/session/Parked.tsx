/** What was parked, with the reason, and the way back onto the agenda. */
import type { Block } from '@gamelan/protocol/session/agenda'
import { ActionIcon, Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './AgendaTool.module.css'
import type { Way } from './places.ts'
import { ToBoard } from './ToBoard.tsx'

export function Parked({
  blocks,
  elsewhere,
  onTakeUp,
  onRemove,
}: {
  blocks: readonly Block[]
  /** The way to a block's board, where that is another. */
  elsewhere: (block: Block) => Way | undefined
  /** undefined: only read. */
  onTakeUp: ((block: Block) => void) | undefined
  onRemove: (block: Block) => void
}) {
  const { t } = useTranslation()
  if (blocks.length === 0) return null
  return (
    <section>
      <h3 className={classes.heading}>{t('session.agenda.parked')}</h3>
      <ul className={classes.list}>
        {blocks.map((block) => {
          const way = elsewhere(block)
          return (
            <li key={block.id} className={classes.block} data-state="parked">
              <div className={classes.line}>
                <span className={classes.title}>{block.title}</span>
                {onTakeUp && (
                  <>
                    <Button size="compact-xs" variant="default" onClick={() => onTakeUp(block)}>
                      {t('session.agenda.takeUp')}
                    </Button>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={28}
                      aria-label={t('session.agenda.removeOf', { title: block.title })}
                      onClick={() => onRemove(block)}
                    >
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  </>
                )}
              </div>
              {block.reason !== null && block.reason !== '' && (
                <p className={classes.question}>{t('session.agenda.because', { reason: block.reason })}</p>
              )}
              {way !== undefined && (
                <div className={classes.facts}>
                  <ToBoard way={way} />
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
