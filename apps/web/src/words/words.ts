/** Sets up the catalogue: which language, with typed keys. Must never load words from anywhere: they ship. */
import i18next from 'i18next'
import type { i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

/** The words, ready at once. React escapes what is put into them, so i18next does not. */
export function createWords(): i18n {
  const words = i18next.createInstance()
  void words.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  })
  return words
}
