/** Where a personal link leads: this browser becomes the person who made it, once they have said so. */
import { personalKeySchema } from '@gamelan/protocol/ids'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { useApi } from '../../http/api-context.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { dropAll } from '../../storage/kept-text.ts'
import { StatePage } from '../../ui/StatePage.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { ToBoards } from '../actions.tsx'
import { useTitle } from '../use-title.ts'
import { useMe } from './use-me.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

/** The page for `/me`. */
export function MePage() {
  const { t } = useTranslation()
  const api = useApi()
  const navigate = useNavigate()
  const notify = useNotify()
  const queries = useQueryClient()
  const me = useMe().data?.participant
  const { hash } = useLocation()
  // What was opened stays, though the address bar loses it.
  const [key] = useState(() =>
    personalKeySchema.safeParse(new URLSearchParams(hash.replace(/^#/, '')).get('k')),
  )
  const open = useMutation({
    mutationFn: (wanted: string) => api.openPersonalLink(wanted),
    onSuccess: async (opened) => {
      // Whatever this browser knew, it knew as somebody else.
      queries.clear()
      dropAll(tabShelf, 'gamelan:')
      notify({ kind: 'info', text: t('device.done', { name: opened.participant?.name ?? '' }) })
      await navigate('/', { replace: true })
    },
  })
  useTitle(t('device.openTitle'))
  if (!key.success || open.isError) {
    return (
      <StatePage
        alert
        title={t('device.overTitle')}
        text={open.isError ? problemWords(t, open.error) : t('problems.personal-link-over')}
        actions={<ToBoards prominent />}
      />
    )
  }
  return (
    <StatePage
      title={t('device.openTitle')}
      text={me ? t('device.openInstead', { name: me.name }) : t('device.open')}
      actions={
        <>
          <Button loading={open.isPending} onClick={() => open.mutate(key.data)}>
            {t('device.confirm')}
          </Button>
          <ToBoards />
        </>
      }
    />
  )
}
