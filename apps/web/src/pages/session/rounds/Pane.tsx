/** One drawing of a round that was revealed: whose it is, a picture of it, and a closer look. */
import { Button, Modal, useComputedColorScheme, VisuallyHidden } from '@mantine/core'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Drawing } from '@gamelan/board-model'
import type { ReplayCanvasHandle } from '../../../canvas/ReplayCanvas.tsx'
import { StillPane } from '../../replay/StillPane.tsx'
import { privateAddress } from './addresses.ts'
import classes from './RoundPage.module.css'
import { textsOf } from './read-drawing.ts'
import { usePicture } from './use-round-drawings.ts'

function CloseLook({
  boardId,
  drawing,
  title,
  theme,
  onClose,
}: {
  boardId: string
  drawing: Drawing
  title: string
  theme: 'light' | 'dark'
  onClose: () => void
}) {
  const { t } = useTranslation()
  const canvas = useRef<ReplayCanvasHandle>(null)
  const { elements } = drawing
  const onReady = useCallback(() => {
    canvas.current?.lookAtElements(elements.filter(({ isDeleted }) => !isDeleted))
  }, [elements])
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.close}>
        <StillPane boardId={boardId} theme={theme} elements={elements} onReady={onReady} canvas={canvas} />
      </div>
    </Modal>
  )
}

export function Pane({
  boardId,
  sessionBoard,
  name,
  isMine,
  drawing,
  onRetry,
}: {
  boardId: string
  sessionBoard: string
  name: string
  isMine: boolean
  /** undefined: it is not here yet; null: it cannot be had. */
  drawing: Drawing | null | undefined
  onRetry: () => void
}) {
  const { t } = useTranslation()
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const picture = usePicture(boardId, drawing ?? undefined, theme)
  const [isClose, setClose] = useState(false)
  const title = t('session.rounds.of', { name })
  const texts = drawing ? textsOf(drawing).join(', ') : ''
  const state = drawing === null ? 'failed' : picture.state
  return (
    <section className={classes.pane} aria-label={title}>
      <div className={classes.paneHead}>
        <h2>{isMine ? t('session.rounds.you', { name }) : name}</h2>
        {isMine && (
          <Button
            component={Link}
            to={privateAddress(boardId, sessionBoard)}
            size="compact-sm"
            variant="subtle"
          >
            {t('session.rounds.openOwn')}
          </Button>
        )}
      </div>
      {picture.state === 'there' && drawing ? (
        <button
          type="button"
          className={classes.picture}
          aria-label={t('session.rounds.enlarge', { name })}
          onClick={() => setClose(true)}
        >
          <img src={picture.address} alt="" />
        </button>
      ) : (
        <p className={classes.instead} role={state === 'failed' ? 'alert' : 'status'}>
          {t(
            state === 'failed'
              ? 'session.rounds.failed'
              : state === 'empty'
                ? 'session.rounds.empty'
                : 'session.rounds.loading',
          )}
        </p>
      )}
      {texts !== '' && <VisuallyHidden>{t('session.rounds.texts', { texts })}</VisuallyHidden>}
      {state === 'failed' && (
        <Button variant="default" size="compact-sm" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
      {isClose && drawing && (
        <CloseLook
          boardId={boardId}
          drawing={drawing}
          title={title}
          theme={theme}
          onClose={() => setClose(false)}
        />
      )}
    </section>
  )
}
