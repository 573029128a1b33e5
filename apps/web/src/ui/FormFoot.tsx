/** The end of a form in a dialog: why it was not done, and the ways out of it. */
import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export function FormFoot({
  submit,
  isBusy = false,
  failure = null,
  onCancel,
}: {
  submit: string
  isBusy?: boolean
  /** What was not done, and why. */
  failure?: string | null
  onCancel: () => void
}) {
  const { t } = useTranslation()
  return (
    <>
      {failure !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mt="sm" size="sm">
          {failure}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {submit}
        </Button>
      </Group>
    </>
  )
}
