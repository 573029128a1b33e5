/** The bar above a page of a board's: the way back, what it shows, and what can be done about it. */
import type { ReactNode } from 'react'
import { BackLink } from './BackLink.tsx'
import classes from './PageBar.module.css'

export function PageBar({
  back,
  title,
  isWhole = false,
  children,
}: {
  back: { readonly to: string; readonly label: string }
  title: string
  /** Whether a long title takes more lines, and is not cut. */
  isWhole?: boolean
  /** Behind the title. */
  children?: ReactNode
}) {
  return (
    <header className={classes.bar}>
      <BackLink {...back} />
      <h1 className={classes.title} data-whole={isWhole}>
        {title}
      </h1>
      {children}
    </header>
  )
}
