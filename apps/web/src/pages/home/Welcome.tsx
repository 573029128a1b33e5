/** The first visit: what Gamelan is for, the name that is asked once, and the way to the first board. */
import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Mark } from '../../ui/Mark.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { NameForm } from '../you/NameForm.tsx'
import { useSayName } from '../you/use-me.ts'
import classes from './HomePage.module.css'

/** The sheet with the form. `onNamed` is called when the server has the name; `busy` while the board is made. */
export function Welcome({ busy, onNamed }: { busy: boolean; onNamed: () => void }) {
  const { t } = useTranslation()
  const sayName = useSayName()
  return (
    <div className={classes.welcome}>
      <div className={classes.welcomeText}>
        <span className={classes.welcomeMark}>
          <Mark size={52} />
        </span>
        <Title order={1} fz={{ base: 30, sm: 38 }} lh={1.15}>
          {t('home.welcomeTitle')}
        </Title>
        <Text fz={18} lh={1.55} mt="md" c="dimmed">
          {t('home.welcome')}
        </Text>
      </div>
      <div className={classes.welcomeForm}>
        <NameForm
          initial={null}
          submitLabel={t('home.newBoard')}
          busy={sayName.isPending || busy}
          failure={sayName.isError ? t('name.failed', { why: problemWords(t, sayName.error) }) : null}
          onSubmit={(named) => {
            // Not in mutate's own options: those are forgotten with this form, which the answer replaces.
            sayName.mutateAsync(named).then(onNamed, () => undefined)
          }}
        />
        <Text fz="sm" c="dimmed" mt="sm">
          {t('name.why')}
        </Text>
      </div>
    </div>
  )
}
