/** Who I am here, and how the page looks to me. */
import { Menu, UnstyledButton } from '@mantine/core'
import { IconDevices, IconUser, IconUserEdit } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonAvatar } from '../../ui/PersonAvatar.tsx'
import { ChangeName } from './ChangeName.tsx'
import { DeviceDialog } from './DeviceDialog.tsx'
import { ThemeItems } from './ThemeItems.tsx'
import { useMe } from './use-me.ts'
import classes from './YouMenu.module.css'

/** The disc in the header, with its menu. */
export function YouMenu() {
  const { t } = useTranslation()
  const me = useMe().data?.participant
  const [naming, setNaming] = useState(false)
  const [isDeviceOpen, setDeviceOpen] = useState(false)
  return (
    <>
      <Menu width={250} position="bottom-end">
        <Menu.Target>
          <UnstyledButton
            className={classes.target}
            aria-label={me ? t('you.menu', { name: me.name }) : t('you.menuNameless')}
          >
            {me ? (
              <PersonAvatar name={me.name} color={me.color} size={34} />
            ) : (
              <span className={classes.nobody}>
                <IconUser size={20} aria-hidden />
              </span>
            )}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me?.name ?? t('you.nameless')}</Menu.Label>
          <Menu.Item leftSection={<IconUserEdit size={17} aria-hidden />} onClick={() => setNaming(true)}>
            {t('you.change')}
          </Menu.Item>
          {me && (
            <Menu.Item
              leftSection={<IconDevices size={17} aria-hidden />}
              onClick={() => setDeviceOpen(true)}
            >
              {t('device.menu')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <ThemeItems />
        </Menu.Dropdown>
      </Menu>
      {isDeviceOpen && <DeviceDialog onClose={() => setDeviceOpen(false)} />}
      {naming && <ChangeName onClose={() => setNaming(false)} />}
    </>
  )
}
