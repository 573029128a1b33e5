/** The wheel itself: a picture, turning or at rest. What it came to is said in words beside it. */
import type { Spin } from '@gamelan/protocol/session/wheel'
import { useLayoutEffect, useRef } from 'react'
import type { ServerClock } from '../../../session/server-clock.ts'
import { angleAt, middleOf, restAngle } from './spin.ts'
import { fittingName, groundOf, NAME_FROM, nameSize, wedgePath } from './wedge-shape.ts'
import classes from './Wheel.module.css'

/** Turns what the answer is given to: frame by frame while it spins. */
function useTurning(spin: Spin | null, isLanded: boolean, clock: ServerClock) {
  const rotor = useRef<SVGGElement>(null)
  useLayoutEffect(() => {
    const turn = (angle: number) => rotor.current?.setAttribute('transform', `rotate(${angle.toFixed(2)})`)
    if (spin === null || isLanded) {
      turn(spin === null ? 0 : restAngle(spin))
      return undefined
    }
    let frame = 0
    const go = () => {
      turn(angleAt(spin, clock.now()))
      frame = requestAnimationFrame(go)
    }
    go()
    return () => cancelAnimationFrame(frame)
  }, [spin, isLanded, clock])
  return rotor
}

/** @param names what stands on the wedges */
export function Wheel({
  names,
  spin,
  isLanded,
  clock,
  label,
}: {
  names: readonly string[]
  /** null: it was not spun with these names. */
  spin: Spin | null
  isLanded: boolean
  clock: ServerClock
  label: string
}) {
  const rotor = useTurning(spin, isLanded, clock)
  const count = names.length
  const size = nameSize(count)
  const landed = spin !== null && isLanded ? spin.landed : null
  return (
    <svg
      className={classes.wheel}
      viewBox="-100 -100 208 200"
      role="img"
      aria-label={label}
      data-wheel={spin === null ? 'idle' : isLanded ? 'landed' : 'spinning'}
      data-landed={landed ?? undefined}
    >
      <g ref={rotor}>
        {names.map((name, i) => {
          const middle = middleOf(i, count)
          // At rest it is read from the left wherever it stands.
          const stands = (middle + (spin === null ? 0 : restAngle(spin))) % 360
          const isTurned = stands > 90 && stands < 270
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a wedge is its place: a name may stand there twice
            <g key={i} className={classes.wedge} data-ground={groundOf(i, count)} data-here={landed === i}>
              <path d={wedgePath(i, count)}>
                <title>{name}</title>
              </path>
              {size !== null && (
                <text
                  transform={`rotate(${(isTurned ? middle + 180 : middle).toFixed(3)})`}
                  x={isTurned ? -NAME_FROM : NAME_FROM}
                  textAnchor={isTurned ? 'start' : 'end'}
                  dominantBaseline="central"
                  fontSize={size}
                >
                  {fittingName(name, size, count)}
                </text>
              )}
            </g>
          )
        })}
      </g>
      <circle className={classes.hub} r="9" />
      <path className={classes.pointer} d="M 90 0 L 107 -7 L 107 7 Z" />
    </svg>
  )
}
