/** The themes of the wheel, edited by all who draw. */
import type { SessionState } from '@gamelan/protocol/session/session'
import type { Theme } from '@gamelan/protocol/session/wheel'
import { ActionIcon, Button, Group, Tooltip } from '@mantine/core'
import { IconPencil, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meIn } from '../me-in.ts'
import type { Ask } from '../use-ask.ts'
import { ThemeDialog } from './ThemeDialog.tsx'
import { ThemeFiles } from './ThemeFiles.tsx'
import classes from './WheelTool.module.css'

function ThemeRow({
  theme,
  isPlayed,
  onEdit,
  onRemove,
}: {
  theme: Theme
  isPlayed: boolean
  onEdit: (() => void) | undefined
  onRemove: (() => void) | undefined
}) {
  const { t } = useTranslation()
  const editWords = t('session.wheel.editThemeOf', { theme: theme.theme })
  const removeWords = t('session.wheel.removeThemeOf', { theme: theme.theme })
  return (
    <li className={classes.row}>
      <span className={classes.rowText}>
        {theme.theme}
        {isPlayed && <span className={classes.hint}> · {t('session.wheel.played')}</span>}
        {theme.plain !== '' && <span className={classes.plain}>{theme.plain}</span>}
      </span>
      {onEdit && (
        <Tooltip label={editWords}>
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={editWords} onClick={onEdit}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {onRemove && (
        <Tooltip label={removeWords}>
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={removeWords} onClick={onRemove}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  )
}

export function Themes({
  state,
  me,
  isLanded,
  ask,
}: {
  state: SessionState
  me: string
  isLanded: boolean
  ask: Ask
}) {
  const { t } = useTranslation()
  const { may } = meIn(state, me)
  const { themes, lap } = state.wheel
  const [edited, setEdited] = useState<Theme | 'new' | null>(null)
  return (
    <section className={classes.section} aria-label={t('session.wheel.themes')}>
      <h3>{t('session.wheel.themes')}</h3>
      {themes.length > 0 && (
        <ul className={classes.rows}>
          {themes.map((theme) => (
            <ThemeRow
              key={theme.id}
              theme={theme}
              // The mark would tell what was drawn before the wheel is at rest.
              isPlayed={isLanded && theme.lap >= lap}
              onEdit={may('edit-theme') ? () => setEdited(theme) : undefined}
              onRemove={
                may('remove-theme') ? () => void ask({ type: 'remove-theme', theme: theme.id }) : undefined
              }
            />
          ))}
        </ul>
      )}
      <Group gap={6} mt="xs">
        {may('add-theme') && (
          <Button size="compact-sm" variant="default" onClick={() => setEdited('new')}>
            {t('session.wheel.addTheme')}
          </Button>
        )}
        <ThemeFiles themes={themes} mayImport={may('set-themes')} ask={ask} />
      </Group>
      {edited !== null && (
        <ThemeDialog theme={edited === 'new' ? null : edited} ask={ask} onClose={() => setEdited(null)} />
      )}
    </section>
  )
}
