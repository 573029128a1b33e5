/**
 * Loaded into each measured server before anything else: answers over IPC what the process has used until now. Must
 * cost next to nothing while nobody asks, and must never keep the process alive.
 */

/** How often memory is looked at while a peak is watched for, in milliseconds. */
const LOOK_EVERY = 10

let peak = 0
/** The system's own highest when the watch began: it also counts the start, and never falls. */
let before = 0
/** @type {NodeJS.Timeout | undefined} */
let watch

function look() {
  peak = Math.max(peak, process.memoryUsage.rss())
}

function answer(id) {
  const cpu = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  // A peak within one turn of the event loop is seen by the system alone.
  const ever = process.resourceUsage().maxRSS * 1024
  const highest = ever > before ? ever : Math.max(peak, rss)
  process.send?.({ id, cpu: (cpu.user + cpu.system) / 1e6, rss, kept: heapUsed + external, highest })
}

process.on('message', ({ id, what }) => {
  if (what === 'collect') for (let i = 0; i < 3; i++) globalThis.gc?.()
  if (what === 'watch') {
    peak = 0
    before = process.resourceUsage().maxRSS * 1024
    watch ??= setInterval(look, LOOK_EVERY).unref()
  }
  answer(id)
})
process.channel?.unref()
