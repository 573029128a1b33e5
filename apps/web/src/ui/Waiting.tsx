/** A page, or a part of one, that is loading. */
import { Loader } from '@mantine/core'
import classes from './StatePage.module.css'

/** Says what is loading, beside moving dots. `isPart`: the page around it has its own main landmark. */
export function Waiting({ text, isPart = false }: { text: string; isPart?: boolean }) {
  const Landmark = isPart ? 'div' : 'main'
  return (
    <Landmark className={classes.page} aria-busy="true">
      <Loader type="dots" aria-hidden="true" />
      <p className={classes.text} role="status">
        {text}
      </p>
    </Landmark>
  )
}
