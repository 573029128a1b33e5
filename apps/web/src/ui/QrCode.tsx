/** A link as a QR code, for a phone that is pointed at the screen. Dark on light whatever the theme: phones need that. */
import { Button } from '@mantine/core'
import { IconQrcode } from '@tabler/icons-react'
import { QRCodeSVG } from 'qrcode.react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './QrCode.module.css'

/** Large enough for a phone at the other end of a table; the margin is in modules, as the standard asks. */
const SIZE = 280
const MARGIN = 4

/** The button that shows it, and the code. `label` says which link it is. */
export function QrCode({ link, label }: { link: string; label: string }) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        mt={8}
        leftSection={<IconQrcode size={17} aria-hidden />}
        aria-label={`${t(isShown ? 'share.qrHide' : 'share.qrShow')}. ${label}`}
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        {t(isShown ? 'share.qrHide' : 'share.qrShow')}
      </Button>
      {isShown && (
        <div className={classes.qr}>
          <QRCodeSVG value={link} size={SIZE} marginSize={MARGIN} title={label} role="img" />
        </div>
      )}
    </>
  )
}
