/**
 * A part of the page that is loaded when it is needed, with a boundary of its own: one that does not load, or stops
 * working, never takes the rest of the page away.
 */
import { Button } from '@mantine/core'
import type { ComponentType, JSX, ReactNode } from 'react'
import { Component, Suspense, lazy, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MissingReason } from './load-part.ts'
import { PartMissing, loadPart, reportMissing, whyMissing } from './load-part.ts'
import classes from './Part.module.css'

type Fault = ComponentType<{ readonly error: unknown }>

class Boundary extends Component<
  { readonly Fault: Fault; readonly children: ReactNode },
  { readonly error: unknown }
> {
  override state: { readonly error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    const { Fault, children } = this.props
    return error === undefined ? children : <Fault error={error} />
  }
}

/** Why a part is not there; null: the server has not answered yet. */
export function useFaultReason(error: unknown): MissingReason | 'broken' | null {
  const [reason, setReason] = useState<MissingReason | null>(null)
  const isMissing = error instanceof PartMissing
  useEffect(() => {
    if (!isMissing) return undefined
    let isOver = false
    const ask = async (): Promise<void> => {
      const why = await whyMissing()
      if (!isOver) setReason(why)
    }
    void ask()
    return () => {
      isOver = true
    }
  }, [isMissing])
  return isMissing ? reason : 'broken'
}

const WORDS = {
  'new-version': 'parts.newVersion',
  away: 'parts.away',
  missing: 'parts.missing',
  broken: 'parts.broken',
} as const

function FaultHere({ error, shape }: { error: unknown; shape: 'whole' | 'panel' }) {
  const { t } = useTranslation()
  const reason = useFaultReason(error)
  const look = `${classes.fault ?? ''} ${classes[shape] ?? ''}`
  if (reason === null) return <div className={look} />
  return (
    <div className={look} role="alert">
      <p className={classes.words}>{t(WORDS[reason])}</p>
      <Button onClick={() => window.location.reload()}>{t('common.reload')}</Button>
    </div>
  )
}

const FAULTS: Readonly<Record<'whole' | 'panel' | 'notice', Fault>> = {
  whole: ({ error }) => <FaultHere error={error} shape="whole" />,
  panel: ({ error }) => <FaultHere error={error} shape="panel" />,
  notice: function FaultElsewhere() {
    useEffect(reportMissing, [])
    return null
  },
}

/**
 * Makes a component of a part. `shows`: where the page says that it is not there: in its place, as large as
 * what is around it or as a panel at the side, or in a notice.
 */
export function part<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  shows: 'whole' | 'panel' | 'notice' = 'whole',
): (props: Props) => JSX.Element {
  const Loaded = lazy(() => loadPart(load, false)) as unknown as ComponentType<Props>
  // A browser does not fetch a module again that failed once: only a reload of the page does.
  return function Part(props: Props): JSX.Element {
    return (
      <Boundary Fault={FAULTS[shows]}>
        <Suspense fallback={null}>
          <Loaded {...props} />
        </Suspense>
      </Boundary>
    )
  }
}
