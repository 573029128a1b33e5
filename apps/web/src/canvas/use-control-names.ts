/**
 * Names for the controls of Excalidraw 0.18 that a screen reader would find nameless, and roles that fit their place:
 * its options reach none of them. Must never change what Excalidraw draws or does.
 */
import type { RefObject } from 'react'
import { useEffect } from 'react'

type Repair = { readonly selector: string; readonly apply: (element: Element) => void }

const repairs = (mainMenu: string): readonly Repair[] => [
  {
    selector: '[data-testid="main-menu-trigger"]:not([aria-label])',
    apply: (trigger) => trigger.setAttribute('aria-label', mainMenu),
  },
  {
    // A row of colours in the page, which Excalidraw calls a modal dialog. Its heading stands right before it.
    selector: '.color-picker-container[role="dialog"]',
    apply(row) {
      row.setAttribute('role', 'group')
      row.removeAttribute('aria-modal')
      const heading = row.parentElement?.previousElementSibling?.textContent
      if (heading) row.setAttribute('aria-label', heading)
    },
  },
  {
    // Their text says what they do, or the zoom in percent: a label without it hides that. The title stays.
    selector: '.reset-zoom-button[aria-label], .dropdown-menu-item[aria-label]',
    apply: (button) => button.removeAttribute('aria-label'),
  },
  {
    // The zoom and undo buttons: no footer of the page.
    selector: 'footer[role="contentinfo"]',
    apply: (footer) => footer.removeAttribute('role'),
  },
]

/** `root`: the element that Excalidraw fills. `mainMenu`: the name of the button of its main menu. */
export function useControlNames(root: RefObject<HTMLElement | null>, mainMenu: string): void {
  useEffect(() => {
    const { current } = root
    if (current === null) return undefined
    const all = repairs(mainMenu)
    const repair = () => {
      for (const { selector, apply } of all)
        for (const element of current.querySelectorAll(selector)) apply(element)
    }
    repair()
    const observer = new MutationObserver(repair)
    observer.observe(current, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [root, mainMenu])
}
