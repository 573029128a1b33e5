/** Makes this person's other device theirs: a link that is good once. Must never be shown before it is asked for. */
import { Button, Modal, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../http/api-context.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { problemWords } from '../../words/problem-words.ts'

/** The dialog. */
export function DeviceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const api = useApi()
  const make = useMutation({ mutationFn: () => api.personalLink() })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('device.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text mb="md">{t('device.explain')}</Text>
      {make.isError && (
        <Text role="alert" c="var(--mantine-color-error)" mb="md">
          {t('device.failed', { why: problemWords(t, make.error) })}
        </Text>
      )}
      {make.isSuccess ? (
        <>
          <CopyField link={make.data.link} label={t('device.link')} copyLabel={t('device.copy')} prominent />
          <QrCode link={make.data.link} label={t('device.qr')} />
        </>
      ) : (
        <Button loading={make.isPending} data-autofocus onClick={() => make.mutate()}>
          {t('device.make')}
        </Button>
      )}
    </Modal>
  )
}
