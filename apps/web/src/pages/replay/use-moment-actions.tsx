/** What is done with a moment: naming it, going back to it, a board from it, files of it. With the dialogs that ask. */
import type { BoardElement } from '@gamelan/board-model'
import type { BoardHistory } from '@gamelan/protocol/http/history'
import type { Role } from '@gamelan/protocol/roles'
import type { RefObject } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'
import { dataUrlOf } from '../../canvas/data-url.ts'
import { copyText } from '../../ui/copy-text.ts'
import { PartMissing, loadPart, reportMissing } from '../../ui/parts/load-part.ts'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { MomentDialog } from '../moments/MomentDialog.tsx'
import { RestoreDialog } from '../moments/RestoreDialog.tsx'
import { useFork } from '../moments/use-moments.ts'
import type { OpenPlayer } from './use-player.ts'
import { VideoDialog } from './VideoDialog.tsx'

type Moment = { readonly seq: number; readonly when: string }

export function useMomentActions({
  boardId,
  role,
  title,
  history,
  open,
  canvas,
  onRestored,
}: {
  boardId: string
  role: Role
  title: string
  history: BoardHistory
  open: OpenPlayer | null
  canvas: RefObject<ReplayCanvasHandle | null>
  /** The drawing was restored, by this change. */
  onRestored: (seq: number) => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const navigate = useNavigate()
  const fork = useFork(boardId)
  const [asked, setAsked] = useState<(Moment & { what: 'name' | 'restore' }) | null>(null)
  const [filmed, setFilmed] = useState<ReplayCanvasHandle | null>(null)
  const close = () => setAsked(null)
  const save = async (video: Blob) => {
    const { download, fileName } = await loadPart(() => import('../../canvas/export-drawing.ts'))
    download(video, fileName(title, 'webm'))
  }

  return {
    name: (moment: Moment) => setAsked({ ...moment, what: 'name' }),
    restore: (moment: Moment) => setAsked({ ...moment, what: 'restore' }),
    fork({ seq, when }: Moment) {
      fork.mutate(
        { seq, title: t('moments.forkTitle', { title, when }).slice(0, 200) },
        {
          onSuccess: ({ id }) => void navigate(`/b/${id}`),
          onError: (error) =>
            notify({ kind: 'error', text: t('moments.forkFailed', { why: problemWords(t, error) }) }),
        },
      )
    },
    async export(kind: 'excalidraw' | 'png' | 'svg', when: string) {
      const elements = open?.player.elements
      if (!elements || !canvas.current) return
      try {
        const { download, fileName } = await loadPart(() => import('../../canvas/export-drawing.ts'), false)
        download(await canvas.current.export(kind, elements), fileName(`${title}, ${when}`, kind))
      } catch (error) {
        if (error instanceof PartMissing) reportMissing()
        else notify({ kind: 'error', text: t('board.exportFailed') })
      }
    },
    async copyLink(seq: number) {
      const address = `${location.origin}/b/${boardId}/replay?at=${String(seq)}`
      const isCopied = await copyText(address, null)
      if (isCopied) notify({ kind: 'info', text: t('replay.linkCopied') })
      else notify({ kind: 'info', text: address })
    },
    video: () => setFilmed(canvas.current),
    /** What a moment looks like, small, as a data address. */
    picture: async (seq: number): Promise<string | null> => {
      const elements: readonly BoardElement[] = (await open?.projector.scene(seq)) ?? []
      const picture = await canvas.current?.picture(elements)
      return picture ? dataUrlOf(picture) : null
    },
    dialogs: (
      <>
        {filmed && (
          <VideoDialog
            boardId={boardId}
            history={history}
            canvas={filmed}
            onVideo={(video) => void save(video).catch(() => undefined)}
            onClose={() => setFilmed(null)}
          />
        )}
        {asked?.what === 'name' && (
          <MomentDialog boardId={boardId} role={role} seq={asked.seq} when={asked.when} onClose={close} />
        )}
        {asked?.what === 'restore' && (
          <RestoreDialog
            boardId={boardId}
            seq={asked.seq}
            when={asked.when}
            onRestored={onRestored}
            onClose={close}
          />
        )}
      </>
    ),
  }
}
