/** The key in a link's fragment, `#k=KEY`. It is there, and not in the path, so that it reaches no log. */
import { keySchema } from '@gamelan/protocol/ids'

/** The key in a location's hash; null where there is none, or none that a server could have made. */
export function keyFrom(hash: string): string | null {
  const key = new URLSearchParams(hash.replace(/^#/, '')).get('k')
  return keySchema.safeParse(key).success ? key : null
}
