/** The invitation of a series and its calendar: handed on, downloaded and, by a facilitator, made anew. */
import type { Invitation, InvitedRole } from '@gamelan/protocol/http/series'
import { Button, Group, Text } from '@mantine/core'
import { IconCalendarDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyField } from '../../ui/CopyField.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { DANGER } from '../../ui/theme.ts'
import { problemWords } from '../../words/problem-words.ts'
import { RoleChoice } from './RoleChoice.tsx'
import classes from './Series.module.css'
import { useRenewInvitation } from './use-series.ts'

function Renew({ seriesId, role: before }: { seriesId: string; role: InvitedRole }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const renew = useRenewInvitation(seriesId)
  const [isAsking, setAsking] = useState(false)
  const [role, setRole] = useState(before)
  const make = () => {
    renew.mutate(role, {
      onSuccess: () => {
        notify({ kind: 'info', text: t('series.renewed') })
        setAsking(false)
      },
      onError: (error) =>
        notify({ kind: 'error', text: t('series.renewFailed', { why: problemWords(t, error) }) }),
    })
  }
  if (!isAsking) {
    return (
      <Button className={classes.renew} size="compact-sm" variant="subtle" onClick={() => setAsking(true)}>
        {t('series.renew')}
      </Button>
    )
  }
  return (
    <div className={classes.renew}>
      <Text fz="sm">{t('series.renewExplain')}</Text>
      <RoleChoice role={role} onChange={setRole} />
      <Group justify="flex-end" gap="xs" mt="sm">
        <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
          {t('common.cancel')}
        </Button>
        <Button size="xs" color={DANGER} loading={renew.isPending} onClick={make}>
          {t('series.renewConfirm')}
        </Button>
      </Group>
    </div>
  )
}

/** `mayRenew`: a facilitator of the newest board is. */
export function SeriesInvitation({
  seriesId,
  invitation: { role, link, calendar },
  mayRenew,
}: {
  seriesId: string
  invitation: Invitation
  mayRenew: boolean
}) {
  const { t } = useTranslation()
  return (
    <>
      <section className={classes.section}>
        <h4>{t('series.invitation')}</h4>
        <p className={classes.explain}>{t(`series.invites.${role}`)}</p>
        {link === null ? (
          <Text fw={600}>{t('series.keyLost')}</Text>
        ) : (
          <CopyField
            link={link}
            label={t('series.link')}
            copyLabel={t('series.copyLink')}
            prominent={!mayRenew}
          />
        )}
        {mayRenew && <Renew seriesId={seriesId} role={role} />}
      </section>
      {calendar !== null && (
        <section className={classes.section}>
          <h4>{t('series.calendar')}</h4>
          <p className={classes.explain}>{t('series.calendarExplain')}</p>
          <CopyField
            link={calendar}
            label={t('series.calendarLink')}
            copyLabel={t('series.copyCalendar')}
            prominent={false}
          />
          <Button
            className={classes.calendarButtons}
            size="compact-sm"
            variant="subtle"
            component="a"
            href={calendar}
            download="gamelan.ics"
            leftSection={<IconCalendarDown size={17} aria-hidden />}
          >
            {t('series.download')}
          </Button>
        </section>
      )}
    </>
  )
}
