/** A person as a disc with their initials, and a row of such discs. Must never be the only place that names them. */
import type { CSSProperties } from 'react'
import { initials } from './initials.ts'
import classes from './PersonAvatar.module.css'

/** More than these, and the row is wider than a card's foot. */
const FACES = 3

type Face = { readonly name: string; readonly color: string }

/** One disc, `size` CSS pixels wide. Decoration: whoever shows it names the person beside it or on its button. */
export function PersonAvatar({
  name,
  color,
  size = 28,
  dimmed = false,
}: Face & { size?: number; dimmed?: boolean }) {
  return (
    <span
      className={dimmed ? `${classes.avatar} ${classes.dimmed}` : classes.avatar}
      style={{ '--size': `${size}px`, '--color': color } as CSSProperties}
      // Painted by the style sheet: as text of the button around it, they would have to be part of its name.
      data-initials={initials(name)}
      aria-hidden="true"
    />
  )
}

/** Those who were there, as a few discs and a number; `count` in all. `label` says it in words. */
export function PeopleRow({
  people,
  count,
  label,
  size = 25,
}: {
  people: readonly (Face & { readonly id: string })[]
  count: number
  label: string
  size?: number
}) {
  const shown = people.slice(0, FACES)
  const rest = count - shown.length
  return (
    <span className={classes.row} role="img" aria-label={label} title={label}>
      {shown.map((person) => (
        <PersonAvatar key={person.id} name={person.name} color={person.color} size={size} />
      ))}
      {rest > 0 && (
        <span
          className={`${classes.avatar} ${classes.rest}`}
          style={{ '--size': `${size}px` } as CSSProperties}
          aria-hidden="true"
        >
          +{rest}
        </span>
      )}
    </span>
  )
}
