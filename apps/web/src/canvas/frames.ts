/** When to put on screen what came in: with the next frame, or, in a hidden tab that gets no frames, before long. */

export type Frames = {
  /** Calls back once; answers what takes the request back. */
  request(callback: () => void): () => void
}

/** A hidden tab goes on taking in what others draw, at this pace, in milliseconds. */
const HIDDEN_PACE_MS = 250

/** The browser's frames. */
export const browserFrames: Frames = {
  request: (callback) => {
    const cancel = (): void => {
      cancelAnimationFrame(frame)
      clearTimeout(timeout)
    }
    const run = (): void => {
      cancel()
      callback()
    }
    // Both: a tab that is hidden after the request gets its frame only when it is shown again.
    const frame = requestAnimationFrame(run)
    const timeout = setTimeout(run, HIDDEN_PACE_MS)
    return cancel
  },
}
