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
  ...props
}: ToolProps & {
  tool: ToolName
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
      <div className={classes.body}>
        <View {...props} />
      </div>
    </aside>
  )
}
