/** Every call that the server describes, so that a call which is added is attacked by itself. */
import type { Scene } from './scene.ts'

export type Call = {
  readonly method: string
  /** As the OpenAPI document has it: `/api/boards/{id}`. */
  readonly path: string
  readonly bodyTypes: readonly string[]
}

type Operation = { requestBody?: { content?: Record<string, unknown> } }

/** The calls of the OpenAPI document. */
export async function everyCall(scene: Pick<Scene, 'call'>): Promise<Call[]> {
  const { text } = await scene.call('GET', '/api/openapi.json')
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      bodyTypes: Object.keys(requestBody?.content ?? {}),
    })),
  )
}

/** A path with these ids in it. */
export function addressOf(path: string, ids: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'x')
}
