import { expect, test } from 'vitest'
import { angleAt, hasLanded, SPIN_MS, wedgeAt } from './spin.ts'

const AT = 1_700_000_000_000
const wheel = (count: number, landed: number) => ({
  wedges: Array.from({ length: count }, (_, i) => String(i)),
  landed,
  at: AT,
})
/** Degrees between two directions. */
const apart = (one: number, other: number) => Math.abs(((((one - other) % 360) + 540) % 360) - 180)

test('it comes to rest in the middle of the wedge that was drawn, whatever the size', () => {
  for (let count = 1; count <= 200; count++) {
    for (let landed = 0; landed < count; landed++) {
      const angle = angleAt(wheel(count, landed), AT + SPIN_MS)
      expect(wedgeAt(angle, count)).toBe(landed)
      // The wheel's middle of the wedge, turned, points where the pointer is.
      expect(apart(((landed + 0.5) * 360) / count + angle, 0)).toBeLessThan(1e-6)
    }
  }
})

test('it begins unturned, only ever goes on, slower and slower, and rests', () => {
  const spin = wheel(12, 7)
  expect(angleAt(spin, AT - 100)).toBe(0)
  expect(angleAt(spin, AT)).toBe(0)
  const angles = Array.from({ length: 51 }, (_, i) => angleAt(spin, AT + (i * SPIN_MS) / 50))
  const steps = angles.slice(1).map((angle, i) => angle - (angles[i] ?? 0))
  expect(steps.every((step, i) => step > 0 && (i === 0 || step < (steps[i - 1] ?? 0)))).toBe(true)
  expect(angleAt(spin, AT + SPIN_MS + 3_600_000)).toBe(angleAt(spin, AT + SPIN_MS))
})

test('who comes late sees it as it is by then', () => {
  const spin = wheel(5, 2)
  expect(hasLanded(spin, AT + SPIN_MS - 1)).toBe(false)
  expect(hasLanded(spin, AT + SPIN_MS)).toBe(true)
})
