/**
 * A part of the page that is loaded when it is needed, with a boundary of its own: one that does not load, or stops
 * working, never takes the rest of the page away.
 */
import { Button } from '@mantine/core'
import type { ComponentType, JSX, ReactNode } from 'react'
import { Component, Suspense, lazy, useEffect, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MissingReason } from './load-part.ts'
import { PartMissing, loadPart, reportMissing, whyMissing } from './load-part.ts'
import classes from './Part.module.css'

type BoundaryProps = { readonly fault: (error: unknown) => ReactNode; readonly children: ReactNode }

class Boundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === undefined ? this.props.children : this.props.fault(error)
  }
}

/** Why a part is not there; null: the server has not answered yet. */
export function useFaultReason(error: unknown): MissingReason | 'broken' | null {
  const [reason, setReason] = useState<MissingReason | null>(null)
  const isMissing = error instanceof PartMissing
  useEffect(() => {
    let isOver = false
    if (isMissing) void whyMissing().then((why) => isOver || setReason(why))
    return () => {
      isOver = true
    }
  }, [isMissing, error])
  return isMissing ? reason : 'broken'
}

const WORDS = {
  'new-version': 'parts.newVersion',
  away: 'parts.away',
  missing: 'parts.missing',
  broken: 'parts.broken',
} as const

function FaultHere({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const reason = useFaultReason(error)
  if (reason === null) return <div className={classes.fault} />
  return (
    <div className={classes.fault} role="alert">
      <p className={classes.words}>{t(WORDS[reason])}</p>
      {reason === 'away' ? (
        <Button onClick={onRetry}>{t('common.retry')}</Button>
      ) : (
        <Button onClick={() => window.location.reload()}>{t('common.reload')}</Button>
      )}
    </div>
  )
}

function FaultElsewhere(): null {
  useEffect(reportMissing, [])
  return null
}

/**
 * Makes a component of a part. `shows`: where the page says that it is not there: in its place, or, of one that takes no
 * room, in a notice.
 */
export function part<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  shows: 'here' | 'notice' = 'here',
): (props: Props) => JSX.Element {
  const begin = () => lazy(() => loadPart(load, false)) as unknown as ComponentType<Props>
  let Loaded = begin()
  return function Part(props: Props): JSX.Element {
    const [tries, tryAgain] = useReducer((before: number) => before + 1, 0)
    const retry = (): void => {
      // A lazy component remembers that it failed.
      Loaded = begin()
      tryAgain()
    }
    return (
      <Boundary
        key={tries}
        fault={(error) =>
          shows === 'here' ? <FaultHere error={error} onRetry={retry} /> : <FaultElsewhere />
        }
      >
        <Suspense fallback={null}>
          <Loaded {...props} />
        </Suspense>
      </Boundary>
    )
  }
}
