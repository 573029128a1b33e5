/** What whoever comes by an invitation may do. */
import type { InvitedRole } from '@gamelan/protocol/http/series'
import { Input, SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

const CHOICES: readonly InvitedRole[] = ['editor', 'viewer']

export function RoleChoice({ role, onChange }: { role: InvitedRole; onChange: (role: InvitedRole) => void }) {
  const { t } = useTranslation()
  const label = useId()
  return (
    <Input.Wrapper label={t('series.role')} labelElement="div" labelProps={{ id: label }} mt="sm">
      <SegmentedControl
        fullWidth
        aria-labelledby={label}
        value={role}
        onChange={onChange}
        data={CHOICES.map((value) => ({ value, label: t(`members.roles.${value}`) }))}
      />
    </Input.Wrapper>
  )
}
