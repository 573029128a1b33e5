/** Gamelan's mark: a gong seen from the front. Decoration only, so screen readers pass it by. */

/** The mark, `size` CSS pixels wide, in the colour of the text around it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" strokeWidth="2.6" />
      <circle cx="16" cy="16" r="9.2" fill="none" stroke="currentColor" strokeWidth="1.3" opacity="0.6" />
      <circle cx="16" cy="16" r="4.4" fill="currentColor" />
    </svg>
  )
}
