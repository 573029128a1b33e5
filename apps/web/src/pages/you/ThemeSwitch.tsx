/** Light, dark, or like the system. */
import { SegmentedControl, VisuallyHidden, useMantineColorScheme } from '@mantine/core'
import type { MantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const SCHEMES = [
  { value: 'auto', Icon: IconDeviceDesktop },
  { value: 'light', Icon: IconSun },
  { value: 'dark', Icon: IconMoon },
] as const satisfies readonly { value: MantineColorScheme; Icon: unknown }[]

/** The switch; the choice is kept in this browser. */
export function ThemeSwitch() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl<MantineColorScheme>
      fullWidth
      aria-label={t('theme.label')}
      value={colorScheme}
      onChange={setColorScheme}
      data={SCHEMES.map(({ value, Icon }) => ({
        value,
        label: (
          <span
            title={t(`theme.${value}`)}
            style={{ display: 'flex', justifyContent: 'center', padding: '3px 0' }}
          >
            <Icon size={17} aria-hidden />
            <VisuallyHidden>{t(`theme.${value}`)}</VisuallyHidden>
          </span>
        ),
      }))}
    />
  )
}
