/** What was parked, with the reason, and the way back onto the agenda. */
import type { Block } from '@gamelan/protocol/session/agenda'
import { ActionIcon, Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import classes from './AgendaTool.module.css'

export function Parked({
  blocks,
  elsewhere,
  onTakeUp,
  onRemove,
}: {
  blocks: readonly Block[]
  /** The address of a block's board, where that is another. */
  elsewhere: (block: Block) => string | undefined
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
        {blocks.map((block) => (
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
            {elsewhere(block) !== undefined && (
              <div className={classes.facts}>
                <Link to={elsewhere(block) ?? ''}>{t('session.agenda.toBoard')}</Link>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
