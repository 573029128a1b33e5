/**
 * One line on what goes on for everyone, and what one can do about it: over a drawing that nothing else stands over, or
 * above it. It stays until that is over.
 */
import { Button } from '@mantine/core'
import type { JSX } from 'react'
import classes from './Banner.module.css'

export function Banner(props: {
  readonly text: string
  readonly action: string
  /** Whether the action is what is offered, and not the way out. */
  readonly isOffer?: boolean
  readonly place: 'over' | 'above'
  readonly onAction: () => void
}): JSX.Element {
  const { text, action, isOffer = false, place, onAction } = props
  return (
    <div className={`${classes.banner ?? ''} ${classes[place] ?? ''}`} role="status">
      <span className={classes.text}>{text}</span>
      <Button size="compact-sm" variant={isOffer ? 'filled' : 'default'} onClick={onAction}>
        {action}
      </Button>
    </div>
  )
}
