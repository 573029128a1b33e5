/** The moments that have a name, each with its picture: to go to one, to go back to it for good, to begin a board there. */
import type { Mark } from '@gamelan/protocol/http/history'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconDots, IconGitFork, IconHistory, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { markName } from '../moments/mark-name.ts'
import { MARK_ICONS } from '../moments/mark-icons.ts'
import { useRemoveMark } from '../moments/use-moments.ts'
import classes from './MomentsPanel.module.css'
import { Panel } from './Panel.tsx'

function Picture({ mark, picture }: { mark: Mark; picture: (seq: number) => Promise<string | null> }) {
  const { t } = useTranslation()
  const made = useQuery({
    queryKey: ['moment-picture', mark.id, mark.seq],
    queryFn: () => picture(mark.seq),
    staleTime: Infinity,
  })
  return made.data ? <img src={made.data} alt={t('moments.picture', { name: markName(t, mark) })} /> : null
}

export function MomentsPanel({
  boardId,
  role,
  me,
  marks,
  seq,
  formatTime,
  picture,
  onMoment,
  onRestore,
  onFork,
  onClose,
}: {
  boardId: string
  role: Role
  /** Who looks: they may take away what they set. */
  me: string
  marks: readonly Mark[]
  /** The moment that is shown. */
  seq: number
  formatTime: (at: number) => string
  picture: (seq: number) => Promise<string | null>
  onMoment: (seq: number) => void
  onRestore: (mark: Mark) => void
  onFork: (mark: Mark) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const remove = useRemoveMark(boardId)
  return (
    <Panel title={t('moments.title')} onClose={onClose}>
      {marks.length === 0 && <Text size="sm">{t('moments.empty')}</Text>}
      {marks.map((mark) => {
        const Icon = MARK_ICONS[mark.kind]
        const mayRemove = may(role, 'snapshot') || mark.by.id === me
        return (
          <article key={mark.id} className={classes.moment} aria-current={mark.seq === seq}>
            <button
              type="button"
              className={classes.picture}
              aria-label={t('moments.goTo', { name: markName(t, mark) })}
              onClick={() => onMoment(mark.seq)}
            >
              <Picture mark={mark} picture={picture} />
            </button>
            <button type="button" className={classes.name} onClick={() => onMoment(mark.seq)}>
              <Icon size={14} aria-hidden style={{ verticalAlign: -2, marginInlineEnd: 4 }} />
              {markName(t, mark)}
            </button>
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`${t('moments.more')}: ${markName(t, mark)}`}
                >
                  <IconDots size={16} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {may(role, 'restore') && (
                  <Menu.Item
                    leftSection={<IconHistory size={16} aria-hidden />}
                    onClick={() => onRestore(mark)}
                  >
                    {t('moments.restore')}
                  </Menu.Item>
                )}
                {may(role, 'fork') && (
                  <Menu.Item leftSection={<IconGitFork size={16} aria-hidden />} onClick={() => onFork(mark)}>
                    {t('moments.fork')}
                  </Menu.Item>
                )}
                {mayRemove && (
                  <Menu.Item
                    leftSection={<IconX size={16} aria-hidden />}
                    onClick={() =>
                      remove.mutate(mark.id, {
                        onError: (error) =>
                          notify({
                            kind: 'error',
                            text: t('moments.removeFailed', { why: problemWords(t, error) }),
                          }),
                      })
                    }
                  >
                    {t('moments.remove')}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
            <span className={classes.detail}>
              {t(`moments.kinds.${mark.kind}`)} ·{' '}
              {t('moments.byAt', { by: mark.by.name, when: formatTime(Date.parse(mark.at)) })}
            </span>
            {mark.note !== null && <span className={classes.note}>{mark.note}</span>}
          </article>
        )
      })}
    </Panel>
  )
}
