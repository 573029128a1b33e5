/**
 * Asks before something is erased for good, and says what goes with it. Must never erase anything but what it has shown.
 */
import type { ErasePlan, EraseTarget } from '@gamelan/protocol/http/history'
import { Button, Group, List, Modal, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { codeOf } from '../../http/problem.ts'
import { useFailure } from '../../http/use-failure.ts'
import { DANGER } from '../../ui/theme.ts'
import { useNotify } from '../../ui/notices.tsx'
import { awaitedWords, problemWords } from '../../words/problem-words.ts'
import { type ErasedOn, useErase, useErasePlan } from './use-erase.ts'

const TYPES = [
  'rectangle',
  'diamond',
  'ellipse',
  'arrow',
  'line',
  'freedraw',
  'text',
  'image',
  'frame',
  'magicframe',
  'embeddable',
] as const

/** Elements in words: “2 boxes, 1 text”. */
function elementsInWords(t: TFunction, elements: ErasePlan['elements']): string {
  const known = TYPES.flatMap((type) => {
    const count = elements.find((each) => each.type === type)?.count ?? 0
    return count > 0 ? [t(`erase.types.${type}`, { count })] : []
  })
  const isKnown = (type: string | null) => TYPES.some((each) => each === type)
  const others = elements.reduce((sum, { type, count }) => (isKnown(type) ? sum : sum + count), 0)
  return [...known, ...(others > 0 ? [t('erase.types.other', { count: others })] : [])].join(', ')
}

function WhatGoes({ plan }: { plan: ErasePlan }) {
  const { t } = useTranslation()
  const { elements, changed, changes, marks, files, forks } = plan
  return (
    <>
      <Text>{t('erase.takes')}</Text>
      <List my="xs">
        {elements.length > 0 && (
          <List.Item>{t('erase.whole', { what: elementsInWords(t, elements) })}</List.Item>
        )}
        {changed > 0 && <List.Item>{t('erase.changed', { count: changed })}</List.Item>}
        {files > 0 && <List.Item>{t('erase.files', { count: files })}</List.Item>}
      </List>
      <Text size="sm">{t('erase.changes', { count: changes })}</Text>
      {marks > 0 && <Text size="sm">{t('erase.marks', { count: marks })}</Text>}
      {forks > 0 && <Text size="sm">{t('erase.forks', { count: forks })}</Text>}
      <Text size="sm" mt="xs">
        {t('erase.others')}
      </Text>
      <Text fw={600} mt="sm">
        {t('erase.forEver')}
      </Text>
    </>
  )
}

/** The dialog; closes when it is done. */
export function EraseDialog({
  boardId,
  on,
  target,
  title,
  onClose,
}: {
  boardId: string
  on: ErasedOn
  target: EraseTarget
  title: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const plan = useErasePlan(boardId, target)
  const erase = useErase(boardId, on)
  const notPlanned = useFailure(plan)
  const failed =
    erase.error !== null
      ? t(codeOf(erase.error) === 'unreachable' ? 'erase.unanswered' : 'erase.failed', {
          why: problemWords(t, erase.error),
        })
      : notPlanned !== null && plan.data === undefined
        ? t('erase.notPlanned', { why: awaitedWords(t, notPlanned) })
        : null
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {plan.data && <WhatGoes plan={plan.data} />}
      {plan.isPending && notPlanned === null && <Text role="status">{t('erase.looking')}</Text>}
      {failed !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mt="sm">
          {failed}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          color={DANGER}
          disabled={!plan.data}
          loading={erase.isPending}
          onClick={() =>
            erase.mutate(
              { target, confirm: plan.data?.confirm ?? '' },
              {
                onSuccess() {
                  // That of the board says so when it has reloaded.
                  if (on === 'replay') notify({ kind: 'info', text: t('erase.done') })
                  onClose()
                },
                // What would go is another thing by now: it is shown before it is asked again.
                onError: () => void plan.refetch(),
              },
            )
          }
        >
          {t('erase.confirm')}
        </Button>
      </Group>
    </Modal>
  )
}
