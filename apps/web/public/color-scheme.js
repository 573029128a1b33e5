/**
 * Sets the colour scheme before the first paint, so that a dark page does not flash white. A file of its own and no
 * inline script, since the page's policy allows none. Reads what src/ui/color-scheme.ts keeps.
 */
{
  let kept = null
  try {
    kept = localStorage.getItem('gamelan-color-scheme')
  } catch {
    // Storage is switched off: the system's scheme it is.
  }
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  document.documentElement.style.backgroundColor = dark ? '#1e1b18' : '#faf7f1'
}
