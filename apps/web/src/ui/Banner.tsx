/**
 * One line on what goes on for everyone, and what one can do about it: over a drawing that nothing else stands over, or
 * above it. It stays until that is over.
 */
import { Button } from '@mantine/core'
import type { JSX } from 'react'
import classes from './Banner.module.css'
import { ownKey } from './own-key.ts'

export function Banner(props: {
  readonly text: string
  /** Absent: there is nothing to do about it. */
  readonly action?: string | undefined
  /** Whether the action is what is offered, and not the way out. */
  readonly isOffer?: boolean
  readonly place: 'over' | 'above'
  readonly onAction?: () => void
  /** How an offer is turned down. */
  readonly decline?: { readonly label: string; readonly onDecline: () => void }
}): JSX.Element {
  const { text, action, isOffer = false, place, onAction, decline } = props
  return (
    <div className={`${classes.banner ?? ''} ${classes[place] ?? ''}`} role="status" onKeyDown={ownKey}>
      <span className={classes.text}>{text}</span>
      {action !== undefined && (
        <Button size="compact-sm" variant={isOffer ? 'filled' : 'default'} onClick={onAction}>
          {action}
        </Button>
      )}
      {decline && (
        <Button size="compact-sm" variant="default" onClick={decline.onDecline}>
          {decline.label}
        </Button>
      )}
    </div>
  )
}
