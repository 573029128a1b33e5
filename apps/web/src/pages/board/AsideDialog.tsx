/**
 * Offers the work that the server did not take in an earlier visit (S5a): as new elements, or as a file. Must never
 * let go of it before one of the two was done, or it was thrown away on purpose.
 */
import { Button, Group, Modal, Text } from '@mantine/core'
import type { RefObject } from 'react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import type { Aside, BoardConnection } from '../../sync/board-connection.ts'

/** What was set aside on this board, and how one of it is let go of. */
function useAsides(connection: BoardConnection) {
  const [asides, setAsides] = useState<readonly Aside[]>([])
  useEffect(() => {
    let isHere = true
    connection.asides().then(
      (kept) => isHere && setAsides(kept),
      () => undefined, // A browser that keeps nothing has set nothing aside.
    )
    return () => {
      isHere = false
    }
  }, [connection])
  const drop = (aside: Aside) => {
    setAsides((before) => before.filter(({ id }) => id !== aside.id))
    void connection.dropAside(aside).catch(() => undefined) // It is offered again, which is better than lost.
  }
  return [asides, drop] as const
}

/** The dialog, for a board that is loaded, for one after the other; nothing where nothing was set aside. */
export function AsideDialog({
  connection,
  canvas,
  mayDraw,
}: {
  connection: BoardConnection
  canvas: RefObject<CanvasHandle | null>
  mayDraw: boolean
}) {
  const { t } = useTranslation()
  const [[aside], dropOne] = useAsides(connection)
  const [isSure, setIsSure] = useState(false)
  if (!aside) return null
  const drop = () => {
    setIsSure(false)
    dropOne(aside)
  }
  const add = async () => {
    if (await canvas.current?.addAside(aside)) drop()
  }
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('aside.title')}
    >
      <Text>{t('aside.explain', { count: aside.count })}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" color="red" onClick={isSure ? drop : () => setIsSure(true)}>
          {t(isSure ? 'aside.dropSure' : 'aside.drop')}
        </Button>
        <Button variant="default" onClick={() => canvas.current?.downloadAside(aside)}>
          {t('aside.download')}
        </Button>
        {mayDraw && (
          <Button onClick={() => void add()} data-autofocus>
            {t('aside.add')}
          </Button>
        )}
      </Group>
    </Modal>
  )
}
