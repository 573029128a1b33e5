/** One link: what it is for, the way to copy it, and, for a facilitator, the way to end it. */
import type { Role } from '@gamelan/protocol/roles'
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyField } from '../../ui/CopyField.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { DANGER } from '../../ui/theme.ts'
import { problemWords } from '../../words/problem-words.ts'
import classes from './ShareDialog.module.css'
import { useRenewLink } from './use-board.ts'

function Renew(props: { boardId: string; ofBoard: string; role: Role; hasOld: boolean }) {
  const { boardId, ofBoard, role, hasOld } = props
  const { t } = useTranslation()
  const notify = useNotify()
  const renew = useRenewLink(boardId, ofBoard)
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
  ofBoard,
  role,
  link,
  prominent,
  renewable,
}: {
  boardId: string
  /** The board whose link it is. */
  ofBoard: string
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
          <CopyField
            link={link}
            label={t('share.link', { title })}
            copyLabel={t('share.copyLink', { title })}
            prominent={prominent}
          />
          <QrCode link={link} label={t('share.qrFor', { title })} />
        </>
      )}
      {renewable && <Renew boardId={boardId} ofBoard={ofBoard} role={role} hasOld={link !== null} />}
    </section>
  )
}
