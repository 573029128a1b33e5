/** Themes from a file and into one. Must never take a theme off that the file does not have without asking. */
import { SESSION_THEMES } from '@gamelan/protocol/limits'
import type { Theme, ThemeText } from '@gamelan/protocol/session/wheel'
import { Button, FileButton } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '../../../canvas/export-drawing.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { useNotify } from '../../../ui/notices.tsx'
import type { Ask } from '../use-ask.ts'
import { readThemes, writeThemes, type ThemesFault } from './read-themes.ts'
import classes from './WheelTool.module.css'

/** Of those that go, so many are named. */
const MOST_NAMED = 5

function useFaultWords() {
  const { t } = useTranslation()
  return (fault: ThemesFault) =>
    t(`session.wheel.fault.${fault.kind}`, {
      most: String(SESSION_THEMES),
      place: 'place' in fault ? String(fault.place) : '',
      field: 'field' in fault ? fault.field : '',
      name: 'name' in fault ? fault.name : '',
    })
}

export function ThemeFiles({
  themes,
  mayImport,
  ask,
}: {
  themes: readonly Theme[]
  mayImport: boolean
  ask: Ask
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const faultWords = useFaultWords()
  const reset = useRef<() => void>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [asked, setAsked] = useState<readonly ThemeText[] | null>(null)

  const put = async (texts: readonly ThemeText[]) => {
    setAsked(null)
    if (!(await ask({ type: 'set-themes', themes: [...texts] }))) return
    notify({ kind: 'info', text: t('session.wheel.imported', { count: texts.length }) })
  }
  const goneBy = (texts: readonly ThemeText[]) =>
    themes.filter(({ theme }) => !texts.some((text) => text.theme === theme)).map(({ theme }) => theme)
  const take = async (file: File | null) => {
    // The same file may be chosen again, once it was mended.
    reset.current?.()
    if (file === null) return
    const text = await file.text().catch(() => null)
    const read = text === null ? null : readThemes(text)
    if (read?.ok !== true) {
      setFault(read === null ? t('session.wheel.fault.unread') : faultWords(read.fault))
      return
    }
    setFault(null)
    if (goneBy(read.themes).length > 0) setAsked(read.themes)
    else await put(read.themes)
  }
  const gone = asked === null ? [] : goneBy(asked)
  return (
    <>
      {mayImport && (
        <FileButton resetRef={reset} accept="application/json,.json" onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="default">
              {t('session.wheel.import')}
            </Button>
          )}
        </FileButton>
      )}
      {themes.length > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            download(
              new Blob([writeThemes(themes)], { type: 'application/json' }),
              t('session.wheel.fileName'),
            )
          }
        >
          {t('session.wheel.export')}
        </Button>
      )}
      {fault !== null && (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={t('session.wheel.replaceTitle')}
          explain={t('session.wheel.replace', {
            count: gone.length,
            names: [...gone.slice(0, MOST_NAMED), ...(gone.length > MOST_NAMED ? ['…'] : [])].join(', '),
          })}
          confirm={t('session.wheel.replaceConfirm')}
          danger
          onConfirm={() => void put(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
