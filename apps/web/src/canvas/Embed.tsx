/**
 * A page of another site inside a drawing. Must never ask that site for anything before a person has opened it (A7),
 * and asks again when somebody changes where it leads.
 */
import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Embed.module.css'
import { embedPlace } from './embed-place.ts'

/** `link`: where the drawing says it leads; `sites`: the origins that may be shown in a frame. */
export function Embed({ link, sites }: { link: unknown; sites: readonly string[] }): JSX.Element {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<string>()
  const place = embedPlace(link, sites, location.origin)
  if (place.kind === 'nothing') {
    return (
      <div className={classes.place}>
        <div className={classes.inside}>
          <span className={classes.words}>{t('embed.nothing')}</span>
        </div>
      </div>
    )
  }
  const { kind, address, host } = place
  if (kind === 'frame' && opened === address) {
    // What both together could do is to leave the sandbox of a page of our own origin, which never comes here.
    return (
      <iframe
        className={classes.frame}
        src={address}
        title={t('embed.title', { host })}
        // oxlint-disable-next-line react/iframe-missing-sandbox -- see above
        sandbox="allow-scripts allow-same-origin allow-popups allow-forms"
        referrerPolicy="no-referrer"
        loading="lazy"
        allow=""
      />
    )
  }
  return (
    <div className={classes.place}>
      <div className={classes.inside}>
        <span className={classes.host} title={address}>
          {host}
        </span>
        {kind === 'frame' ? (
          <Button
            className={classes.open}
            aria-label={t('embed.openOf', { host })}
            onClick={() => setOpened(address)}
          >
            {t('embed.open')}
          </Button>
        ) : (
          <Button
            className={classes.open}
            variant="default"
            component="a"
            href={address}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('embed.visitOf', { host })}
          >
            {t('embed.visit')}
          </Button>
        )}
      </div>
    </div>
  )
}
