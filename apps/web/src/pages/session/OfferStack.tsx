/**
 * What is offered above the drawing, one below the other; on a phone the first, with how many more there are. Must never hide
 * one for good.
 */
import { Button } from '@mantine/core'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ownKey } from '../../ui/own-key.ts'
import classes from './OfferStack.module.css'

export function OfferStack({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const offers = useRef<HTMLDivElement>(null)
  const [count, setCount] = useState(0)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const stack = offers.current
    if (stack === null) return undefined
    // Each comes and goes by itself: only what stands there tells how many.
    const look = () => setCount(stack.childElementCount)
    look()
    const observer = new MutationObserver(look)
    observer.observe(stack, { childList: true })
    return () => observer.disconnect()
  }, [])
  const isFolded = count > 1 && !isOpen
  return (
    <div className={classes.stack} data-folded={isFolded} onKeyDown={ownKey}>
      <div ref={offers}>{children}</div>
      {count > 1 && (
        <Button
          className={classes.more ?? ''}
          size="compact-sm"
          variant="subtle"
          fullWidth
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t('session.offersLess') : t('session.offersMore', { count: count - 1 })}
        </Button>
      )}
    </div>
  )
}
