/** The browser tab's title. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** Shows `title` and the product's name on the tab; the name alone without a title. */
export function useTitle(title?: string): void {
  const { t } = useTranslation()
  const name = t('app.name')
  useEffect(() => {
    document.title = title === undefined ? name : `${title} · ${name}`
  }, [title, name])
}
