/** A page, or a part of one, that says one thing: what happened, and what to do. */
import type { ReactNode } from 'react'
import { Mark } from './Mark.tsx'
import classes from './StatePage.module.css'

/**
 * `isPart`: the page around it has its own main landmark. `alert`: screen readers announce it at once. `actions`: the
 * buttons below the text.
 */
export function StatePage({
  title,
  text,
  actions,
  alert = false,
  isPart = false,
}: {
  title: string
  text: string
  actions?: ReactNode
  alert?: boolean
  isPart?: boolean
}) {
  const Landmark = isPart ? 'div' : 'main'
  return (
    <Landmark className={classes.page}>
      <div className={classes.mark}>
        <Mark size={44} />
      </div>
      <div role={alert ? 'alert' : undefined}>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.text}>{text}</p>
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </Landmark>
  )
}
