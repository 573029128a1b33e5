/** A button of a bar: words and an icon where there is room, the icon alone on a phone. */
import { ActionIcon, Button } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import classes from './FoldingButton.module.css'

export function FoldingButton(props: {
  readonly label: string
  readonly icon: ReactNode
  readonly variant: 'filled' | 'default' | 'light'
  /** Of one that opens and closes something: whether that is open. */
  readonly isPressed?: boolean
  readonly onClick: () => void
}): JSX.Element {
  const { label, icon, variant, isPressed, onClick } = props
  return (
    <>
      <Button
        className={classes.wide}
        size="sm"
        variant={variant}
        leftSection={icon}
        aria-pressed={isPressed}
        onClick={onClick}
      >
        {label}
      </Button>
      <ActionIcon
        className={classes.narrow}
        variant={variant}
        size={36}
        aria-label={label}
        aria-pressed={isPressed}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </>
  )
}
