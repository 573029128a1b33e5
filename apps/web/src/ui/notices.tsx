/**
 * Short messages in a corner: what went wrong elsewhere on the page, and what was done. They leave by themselves once
 * they can have been read. Must never be the only sign of something that needs an answer.
 */
import { Button, Notification, Portal } from '@mantine/core'
import { useDocumentVisibility } from '@mantine/hooks'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { createContext, use, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './notices.module.css'

/** A message; `text` says what happened and what to do. */
export type Notice = {
  readonly kind: 'info' | 'error'
  readonly text: string
  /** Until it is sent away: what it says is said nowhere else. */
  readonly stays?: boolean
  /** What the person can do about it here. It can be done elsewhere, too: a notice leaves. */
  readonly actions?: readonly NoticeAction[]
}
export type NoticeAction = { readonly label: string; readonly onSelect: () => void }
type Shown = Notice & { readonly id: number }

/** How long a message stays at least, in milliseconds: an error comes unexpected, and says what to do. */
const LEAST_MS = { info: 6000, error: 12_000 } as const
/** Who reads slowly, or in a foreign language, reads eight letters a second. */
const LETTER_MS = 125
/** To decide between actions, and to reach them, takes longer than to read. */
const DECIDING_MS = 20_000
/** More at once cover the page; the oldest make room. */
const MOST_SHOWN = 3

const NotifyContext = createContext<((notice: Notice) => void) | null>(null)

/** Shows a message. Throws outside a NoticesProvider. */
export function useNotify(): (notice: Notice) => void {
  const notify = use(NotifyContext)
  if (notify === null) throw new Error('useNotify needs a NoticesProvider above it')
  return notify
}

/** Keeps messages off the controls at the bottom of a page. `height`: of those controls, in pixels. */
export function useNoticesAbove(height: number): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement
    style.setProperty('--gamelan-below-notices', `${height}px`)
    return () => void style.removeProperty('--gamelan-below-notices')
  }, [height])
}

/** The messages with one more; one that is shown already is moved to the end, not doubled. */
export function withNotice(shown: readonly Shown[], notice: Shown): readonly Shown[] {
  const all = [...shown.filter(({ text }) => text !== notice.text), notice]
  const going = new Set(all.filter(({ stays }) => stays !== true).slice(-MOST_SHOWN))
  return all.filter((one) => one.stays === true || going.has(one))
}

/** How long a message stays, in milliseconds. */
export function readingTime({ kind, text, actions = [] }: Notice): number {
  return Math.max(LEAST_MS[kind], text.length * LETTER_MS) + (actions.length > 0 ? DECIDING_MS : 0)
}

function OneNotice({ notice, onDismiss }: { notice: Shown; onDismiss: (id: number) => void }) {
  const { t } = useTranslation()
  const [hovered, setHovered] = useState(false)
  const [focused, setFocused] = useState(false)
  const isHeld = useDocumentVisibility() === 'hidden' || hovered || focused
  const { id, kind } = notice
  const time = readingTime(notice)
  useEffect(() => {
    if (isHeld || notice.stays === true) return undefined
    const timer = setTimeout(() => onDismiss(id), time)
    return () => clearTimeout(timer)
  }, [id, time, notice.stays, isHeld, onDismiss])
  return (
    <Notification
      role={kind === 'error' ? 'alert' : 'status'}
      color={kind === 'error' ? 'red' : 'bronze'}
      icon={
        kind === 'error' ? <IconAlertTriangle size={18} aria-hidden /> : <IconCheck size={18} aria-hidden />
      }
      withBorder
      onClose={() => onDismiss(id)}
      closeButtonProps={{ 'aria-label': t('notices.dismiss') }}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      {notice.text}
      {notice.actions !== undefined && notice.actions.length > 0 && (
        <div className={classes.actions}>
          {notice.actions.map(({ label, onSelect }) => (
            <Button
              key={label}
              size="compact-sm"
              variant="light"
              onClick={() => {
                onDismiss(id)
                onSelect()
              }}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
    </Notification>
  )
}

/** Shows the messages of all below. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<readonly Shown[]>([])
  const nextId = useRef(0)
  const notify = useCallback((notice: Notice) => {
    nextId.current += 1
    const one = { ...notice, id: nextId.current }
    setShown((before) => withNotice(before, one))
  }, [])
  const dismiss = useCallback((id: number) => setShown((before) => before.filter((one) => one.id !== id)), [])
  return (
    <NotifyContext value={notify}>
      {children}
      <Portal>
        <section className={classes.corner} aria-label={t('notices.region')} aria-live="polite">
          {shown.map((notice) => (
            <OneNotice key={notice.id} notice={notice} onDismiss={dismiss} />
          ))}
        </section>
      </Portal>
    </NotifyContext>
  )
}
