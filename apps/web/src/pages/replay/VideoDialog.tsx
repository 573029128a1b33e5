/** The replay as a video: at which speed, how far it is, and the way to call it off. */
import type { BoardHistory } from '@gamelan/protocol/http/history'
import { Button, Group, Modal, Progress, SegmentedControl, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'
import { filmOfHistory } from '../../replay/history-view.ts'
import { lengthAt } from '../../replay/recording.ts'
import { clockOf } from '../../replay/words-of-time.ts'
import { makeVideo } from './make-video.ts'

const SPEEDS = ['4', '8', '16', '32'] as const

export function VideoDialog({
  boardId,
  history,
  canvas,
  onVideo,
  onClose,
}: {
  boardId: string
  history: BoardHistory
  canvas: ReplayCanvasHandle
  onVideo: (video: Blob) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]>('16')
  const [done, setDone] = useState<number | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const calling = useRef<AbortController>(null)
  useEffect(() => () => calling.current?.abort(), [])
  const length = lengthAt(filmOfHistory(history), Number(speed))

  const begin = async () => {
    const controller = new AbortController()
    calling.current = controller
    setFailed(false)
    setDone(0)
    try {
      const { signal } = controller
      onVideo(
        await makeVideo({ boardId, history, canvas, speed: Number(speed), onProgress: setDone, signal }),
      )
      onClose()
    } catch {
      if (!controller.signal.aborted) setFailed(true)
      setDone(null)
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={done === null}
      title={t('video.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text mb="sm">{t('video.explain')}</Text>
      <SegmentedControl
        fullWidth
        disabled={done !== null}
        value={speed}
        onChange={(value) => setSpeed(value)}
        data={SPEEDS.map((value) => ({ value, label: t('replay.times', { speed: value }) }))}
        aria-label={t('video.speed')}
      />
      <Text size="sm" c="dimmed" mt="xs">
        {t('video.length', { length: clockOf(length * 1000) })}
      </Text>
      {done !== null && <Progress value={done * 100} mt="md" aria-label={t('video.progress')} />}
      {hasFailed && (
        <Text role="alert" c="var(--mantine-color-error)" mt="md">
          {t('video.failed')}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={done !== null} onClick={() => void begin()}>
          {t('video.make')}
        </Button>
      </Group>
    </Modal>
  )
}
