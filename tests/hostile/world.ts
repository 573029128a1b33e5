/**
 * What a hostile test stands on: one scene for a file or a group of tests, whose two honest people are asked before the
 * first test and after each whether they noticed anything. Must never leave that question out.
 */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { startScene, type Scene } from './scene.ts'

/** Sets a scene up for the tests of the group that calls this; `env`: settings of its server. */
export function world(env: Readonly<Record<string, string>> = {}): Omit<Scene, 'stop'> {
  let scene: Scene | undefined
  const now = (): Scene => {
    if (!scene) throw new Error('the scene is there only while a test runs')
    return scene
  }

  beforeAll(async () => {
    scene = await startScene(env)
    await scene.noticedNothing()
  })
  afterEach(() => now().noticedNothing())
  afterAll(async () => {
    await scene?.stop()
  })

  return {
    get origin() {
      return now().origin
    },
    get board() {
      return now().board
    },
    get honest() {
      return now().honest
    },
    noticedNothing: () => now().noticedNothing(),
    attack: (...given) => now().attack(...given),
    call: (...given) => now().call(...given),
    send: (...given) => now().send(...given),
    browser: (...given) => now().browser(...given),
    logged: () => now().logged(),
  }
}
