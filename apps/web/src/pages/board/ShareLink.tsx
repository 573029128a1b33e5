/** One link: what it is for, the way to copy it, and, for a facilitator, the way to end it. */
import type { Role } from '@gamelan/protocol/roles'
import { Button, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy, IconQrcode } from '@tabler/icons-react'
import { QRCodeSVG } from 'qrcode.react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../ui/copy-text.ts'
import { useNotify } from '../../ui/notices.tsx'
import { DANGER } from '../../ui/theme.ts'
import { problemWords } from '../../words/problem-words.ts'
import classes from './ShareDialog.module.css'
import { useRenewLink } from './use-board.ts'

const COPIED_MS = 2500
/** Large enough for a phone at the other end of a table; the margin is in modules, as the standard asks. */
const QR_PX = 280
const QR_MARGIN = 4

function CopyField({ link, title, prominent }: { link: string; title: string; prominent: boolean }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    const done = await copyText(link, field.current)
    if (done) setCopied(true)
    else notify({ kind: 'error', text: t('share.copyFailed') })
  }
  return (
    <div className={classes.copy}>
      <TextInput
        ref={field}
        readOnly
        className={classes.field}
        aria-label={t('share.link', { title })}
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant={prominent ? 'filled' : 'default'}
        data-autofocus={prominent || undefined}
        leftSection={copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />}
        aria-label={t('share.copyLink', { title })}
        onClick={() => void copy()}
      >
        {copied ? t('common.copied') : t('common.copy')}
      </Button>
      <VisuallyHidden role="status">{copied ? t('common.copied') : ''}</VisuallyHidden>
    </div>
  )
}

/** The link for those in the room, who point a phone at the screen. Dark on light whatever the theme: phones need that. */
function QrCode({ link, title }: { link: string; title: string }) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const label = t('share.qrFor', { title })
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        mt={8}
        leftSection={<IconQrcode size={17} aria-hidden />}
        aria-label={label}
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        {t(isShown ? 'share.qrHide' : 'share.qrShow')}
      </Button>
      {isShown && (
        <div className={classes.qr}>
          <QRCodeSVG value={link} size={QR_PX} marginSize={QR_MARGIN} title={label} role="img" />
        </div>
      )}
    </>
  )
}

function Renew({ boardId, role, hasOld }: { boardId: string; role: Role; hasOld: boolean }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const renew = useRenewLink(boardId)
  const [asking, setAsking] = useState(false)
  const make = () => {
    renew.mutate(role, {
      onSuccess: () => notify({ kind: 'info', text: t('share.renewed') }),
      onError: (error) =>
        notify({ kind: 'error', text: t('share.renewFailed', { why: problemWords(t, error) }) }),
      onSettled: () => setAsking(false),
    })
  }
  if (asking) {
    return (
      <div className={classes.confirm}>
        <Text fz="sm">{t('share.renewExplain')}</Text>
        <div className={classes.confirmButtons}>
          <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </Button>
          <Button size="xs" color={DANGER} loading={renew.isPending} onClick={make}>
            {t('share.renewConfirm')}
          </Button>
        </div>
      </div>
    )
  }
  const title = t(`share.${role}.title`)
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      className={classes.renew}
      aria-label={t('share.renewFor', { title })}
      loading={renew.isPending}
      onClick={() => (hasOld ? setAsking(true) : make())}
    >
      {t('share.renew')}
    </Button>
  )
}

/** The link of a role; null where it works no more. */
export function ShareLink({
  boardId,
  role,
  link,
  prominent,
  renewable,
}: {
  boardId: string
  role: Role
  link: string | null
  prominent: boolean
  renewable: boolean
}) {
  const { t } = useTranslation()
  const title = t(`share.${role}.title`)
  return (
    <section className={classes.link} data-prominent={prominent || undefined}>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.explain}>{t(`share.${role}.explain`)}</p>
      {link === null ? (
        <p className={classes.ended}>{t('share.ended')}</p>
      ) : (
        <>
          <CopyField link={link} title={title} prominent={prominent} />
          <QrCode link={link} title={title} />
        </>
      )}
      {renewable && <Renew boardId={boardId} role={role} hasOld={link !== null} />}
    </section>
  )
}
