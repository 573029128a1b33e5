/** The Wheel of Expertise: its themes, who plays, and the turn that goes on. */
import type { ToolProps } from './tool.ts'

export function WheelTool({ state }: ToolProps) {
  return (
    <ul>
      {state.wheel.themes.map(({ id, theme }) => (
        <li key={id}>{theme}</li>
      ))}
    </ul>
  )
}
