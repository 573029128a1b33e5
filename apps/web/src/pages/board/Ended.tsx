/** What stands there when the server has closed the connection for good. */
import { Button, Group, Modal, Text } from '@mantine/core'
import type { RefObject } from 'react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import type { BoardConnection, Ended } from '../../sync/board-connection.ts'
import { useNotify } from '../../ui/notices.tsx'
import { StatePage } from '../../ui/StatePage.tsx'
import { Reload, ToBoards } from '../actions.tsx'
import { useIsErasing } from '../erase/use-erase.ts'
import { loadAfterErasing, unsentOf } from './set-aside.ts'
import { useConnectionSnapshot } from './use-connection.ts'

/** Milliseconds after which a drawing that is not shown is given up, and the person asked. */
const SHOWING_PATIENCE_MS = 10_000

const WORDS = {
  erased: { title: 'states.erasedTitle', text: 'states.erased' },
  forbidden: { title: 'states.removedTitle', text: 'states.removed' },
  refused: { title: 'states.refusedTitle', text: 'states.refused' },
  full: { title: 'states.fullTitle', text: 'states.full' },
  'history-full': { title: 'states.historyFullTitle', text: 'states.historyFull' },
  malformed: { title: 'states.malformedTitle', text: 'states.malformed' },
  'too-new': { title: 'states.tooNewTitle', text: 'states.tooNew' },
  unavailable: { title: 'states.unreadableTitle', text: 'states.unreadable' },
} as const satisfies Record<Ended, { title: string; text: string }>

/** Whether what is on the canvas must not, or cannot, be shown any longer. */
export function hidesDrawing(ended: Ended): boolean {
  return ended === 'forbidden' || ended === 'too-new' || ended === 'unavailable'
}

/** In place of the board. */
export function EndedPage({ ended }: { ended: Ended }) {
  const { t } = useTranslation()
  const { title, text } = WORDS[ended]
  return (
    <StatePage
      alert
      title={t(title)}
      text={t(text)}
      actions={
        <>
          {ended !== 'forbidden' && <Reload />}
          <ToBoards prominent={ended === 'forbidden'} />
        </>
      }
    />
  )
}

type EndedProps = {
  readonly boardId: string
  readonly ended: Ended
  readonly connection: BoardConnection
  readonly canvas: RefObject<CanvasHandle | null>
  /** Whether the drawing is on the page. */
  readonly isShown: boolean
}

/**
 * After something was erased: loads the board afresh by itself, as soon as it is known what is unsent. `isShown`: a copy
 * that was closed as soon as it was opened is shown a moment later. `failed`: nothing has changed, and the person decides.
 */
function useFreshAfterErasing(
  { boardId, ended, connection, canvas, isShown }: EndedProps,
  failed: () => void,
): void {
  // Its answer says that it was done: before that nothing is known to say after the reload.
  const isErasing = useIsErasing(boardId)
  const fail = useEffectEvent(failed)
  const isDue = ended === 'erased' && !isErasing
  useEffect(() => {
    if (!isDue) return undefined
    if (!isShown && connection.unsent().size > 0) {
      const patience = setTimeout(() => fail(), SHOWING_PATIENCE_MS)
      return () => clearTimeout(patience)
    }
    const leave = new AbortController()
    const { signal } = leave
    loadAfterErasing({ boardId, connection, canvas: canvas.current, signal }).catch(() => fail())
    return () => leave.abort()
  }, [isDue, isShown, boardId, connection, canvas])
}

/**
 * In front of the drawing, which holds work that the server would refuse again (S5a). The board opens afresh as the
 * server has it, where what was set aside is offered; all of it can be downloaded before. After something was erased it
 * does so by itself: nobody is to go on with a copy from before (H8).
 */
export function EndedDialog(props: EndedProps) {
  const { ended, connection, canvas } = props
  const { t } = useTranslation()
  const notify = useNotify()
  /** Else nothing can be set aside, and the words must not promise it. */
  const { isStored } = useConnectionSnapshot(connection)
  const [isStarting, setIsStarting] = useState(ended === 'erased')
  const [handedOver, setHandedOver] = useState(false)
  const { title, text } = WORDS[ended]
  const download = () => {
    canvas.current?.export('excalidraw').then(
      () => setHandedOver(true),
      () => notify({ kind: 'error', text: t('board.exportFailed') }),
    )
  }
  const startAfresh = async () => {
    setIsStarting(true)
    try {
      await connection.setAside(unsentOf(canvas.current))
    } catch {
      if (!handedOver) {
        setIsStarting(false)
        return notify({ kind: 'error', text: t('aside.notKept') })
      }
      await connection.setAside(undefined)
    }
    window.location.reload()
  }
  useFreshAfterErasing(props, () => setIsStarting(false))
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t(title)}
    >
      <Text>{t(isStored ? text : 'aside.cannotKeep')}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={download}>
          {t('states.downloadMine')}
        </Button>
        <Button loading={isStarting} onClick={() => void startAfresh()} data-autofocus>
          {t('states.startAfresh')}
        </Button>
      </Group>
    </Modal>
  )
}
