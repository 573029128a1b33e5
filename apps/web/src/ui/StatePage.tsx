/** A page that says one thing: what happened, and what to do. */
import type { ReactNode } from 'react'
import { Mark } from './Mark.tsx'
import classes from './StatePage.module.css'

/** The page; `alert` has screen readers say it at once. `actions` are the ways on from here. */
export function StatePage({
  title,
  text,
  actions,
  alert = false,
}: {
  title: string
  text: string
  actions?: ReactNode
  alert?: boolean
}) {
  return (
    <main className={classes.page} role={alert ? 'alert' : undefined}>
      <div className={classes.mark}>
        <Mark size={44} />
      </div>
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.text}>{text}</p>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </main>
  )
}
