/** The session's panel beside the drawing, which keeps its room; on a phone below it. One tool is open at a time. */
import { CloseButton, Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { AgendaTool } from './AgendaTool.tsx'
import { ownKey } from '../../ui/own-key.ts'
import { PeopleTool } from './PeopleTool.tsx'
import { RoundsTool } from './RoundsTool.tsx'
import classes from './SessionPanel.module.css'
import { TOOLS, type ToolName, type ToolProps } from './tool.ts'
import { WheelTool } from './WheelTool.tsx'

const VIEWS = { people: PeopleTool, agenda: AgendaTool, wheel: WheelTool, rounds: RoundsTool } as const

export default function SessionPanel({
  tool,
  onTool,
  onClose,
  isAway,
  ...props
}: ToolProps & {
  tool: ToolName
  /** There is no line to the session now: what is shown is what it was. */
  isAway: boolean
  onTool: (tool: ToolName) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const View = VIEWS[tool]
  return (
    <aside className={classes.panel} aria-label={t('session.title')} onKeyDown={ownKey}>
      <Tabs value={tool} onChange={(value) => onTool(TOOLS.find((name) => name === value) ?? 'people')}>
        <div className={classes.head}>
          <Tabs.List className={classes.tabs ?? ''}>
            {TOOLS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`session.tools.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <CloseButton aria-label={t('session.close')} onClick={onClose} />
        </div>
      </Tabs>
      {isAway && (
        <p className={classes.away} role="status">
          {t('session.away')}
        </p>
      )}
      <div className={classes.body}>
        <View {...props} />
      </div>
    </aside>
  )
}
