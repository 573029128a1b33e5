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

/** What was set aside on this board; undefined while nothing is known of any. */
function useAside(connection: BoardConnection) {
  const [aside, setAside] = useState<Aside>()
  useEffect(() => {
    let isHere = true
    connection.aside().then(
      (kept) => isHere && setAside(kept),
      () => undefined, // A browser that keeps nothing has set nothing aside.
    )
    return () => {
      isHere = false
    }
  }, [connection])
  return [aside, () => setAside(undefined)] as const
}

/** The dialog, for a board that is loaded; nothing where nothing was set aside. */
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
  const [aside, forget] = useAside(connection)
  const [isSure, setIsSure] = useState(false)
  if (!aside) return null
  const drop = () => {
    forget()
    void connection.dropAside().catch(() => undefined) // It is offered again, which is better than lost.
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
