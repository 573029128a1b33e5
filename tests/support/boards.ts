/**
 * A board and its keys, made through the http api as any program would.
 */
export type TestBoard = {
  readonly id: string
  readonly keys: { readonly facilitator: string; readonly editor: string; readonly viewer: string }
}

/** Makes a board. */
export async function createBoard(
  origin: string,
  title = 'A test',
  headers: Readonly<Record<string, string>> = {},
): Promise<TestBoard> {
  const answer = await fetch(`${origin}/api/boards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ title }),
  })
  if (answer.status !== 201) throw new Error(`no board: ${answer.status} ${await answer.text()}`)
  const { id, links } = (await answer.json()) as { id: string; links: Record<string, string> }
  const key = (role: string) => {
    const found = /#k=(.+)$/.exec(links[role] ?? '')?.[1]
    if (found === undefined) throw new Error(`no link for ${role}`)
    return found
  }
  return { id, keys: { facilitator: key('facilitator'), editor: key('editor'), viewer: key('viewer') } }
}
