/** What the session means to do, and where it is. */
import type { ToolProps } from './tool.ts'

export function AgendaTool({ state }: ToolProps) {
  return (
    <ol>
      {state.agenda.map(({ id, title }) => (
        <li key={id}>{title}</li>
      ))}
    </ol>
  )
}
