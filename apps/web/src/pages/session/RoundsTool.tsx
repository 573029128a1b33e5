/** Private rounds: each draws alone, then all is revealed at once. Must never show whose board is which before that. */
import type { ToolProps } from './tool.ts'

export function RoundsTool({ state }: ToolProps) {
  return (
    <ul>
      {state.rounds.map(({ id, question }) => (
        <li key={id}>{question}</li>
      ))}
    </ul>
  )
}
