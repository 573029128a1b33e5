/**
 * The sound by which a timer ends: two soft strokes, of no file. It is handed to the audio clock ahead of time, since the
 * timers of a tab in the background, where people are while they talk, may be late by a minute.
 */

type Stroke = { readonly hertz: number; readonly after: number; readonly loudness: number }

const STROKES: readonly Stroke[] = [
  { hertz: 523.25, after: 0, loudness: 0.09 },
  { hertz: 392, after: 0.45, loudness: 0.07 },
]
const ATTACK = 0.02
const FADE = 2.2

/** Rings in so many seconds. The answer takes that back; it lets what rings already ring out. */
export function chime(context: AudioContext, seconds: number): () => void {
  const from = context.currentTime + seconds
  const strokes = STROKES.map(({ hertz, after, loudness }) => {
    const tone = context.createOscillator()
    const gain = context.createGain()
    tone.frequency.value = hertz
    gain.gain.setValueAtTime(0, from + after)
    gain.gain.linearRampToValueAtTime(loudness, from + after + ATTACK)
    gain.gain.exponentialRampToValueAtTime(0.0001, from + after + FADE)
    tone.connect(gain).connect(context.destination)
    tone.start(from + after)
    tone.stop(from + after + FADE)
    return tone
  })
  const close = () => {
    // Closed already, where it was taken back.
    if (context.state !== 'closed') void context.close()
  }
  strokes.at(-1)?.addEventListener('ended', close)
  return () => {
    if (context.currentTime < from) close()
  }
}
