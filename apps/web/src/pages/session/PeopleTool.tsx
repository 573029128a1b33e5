/** Who is in the session. Must never rank them: the order is that of raised hands, and of names. */
import { useTranslation } from 'react-i18next'
import type { ToolProps } from './tool.ts'

export function PeopleTool({ state, me }: ToolProps) {
  const { t } = useTranslation()
  const here = Object.values(state.people.people).filter((person) => person.here)
  return (
    <ul>
      {here
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map(({ id, name }) => (
          <li key={id}>{id === me ? t('people.you', { name }) : name}</li>
        ))}
    </ul>
  )
}
