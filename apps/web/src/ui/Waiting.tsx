/** A page that is being fetched. */
import { Loader } from '@mantine/core'
import classes from './StatePage.module.css'

/** Says in words what is awaited, beside something that moves. */
export function Waiting({ text }: { text: string }) {
  return (
    <main className={classes.page} aria-busy="true">
      <Loader type="dots" aria-hidden="true" />
      <p className={classes.text} role="status">
        {text}
      </p>
    </main>
  )
}
