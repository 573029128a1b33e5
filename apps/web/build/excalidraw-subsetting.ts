/**
 * A Vite plugin that lets Excalidraw make fonts smaller under our policy (A7). The bindings to its WebAssembly make
 * functions out of text, which the policy forbids; here they are closures that do the same. An exported drawing then
 * carries the letters that are in it, and not the whole of each font. Must never let a build through in which a
 * function is still made out of text.
 */
import type { Plugin } from 'vite'

/** Each with what does the same; minified or not. */
const MENDED = [
  // A function with a name of its own, for errors and classes.
  [/new Function\(\s*"body",\s*`[^`]*`\s*\)\((\w+)\)/g, 'namelessFor($1)'],
  // A call by number.
  [
    /new Function\("dynCall", ?"rawFunction", ?\w+\)\(\s*(\w+),\s*(\w+)\s*\)/g,
    '((...given) => $1($2, ...given))',
  ],
  // A call that turns what it is given into what WebAssembly takes, and back. `arguments` are those of the maker.
  [/\w+\(Function, ?\w+\)\.apply\(null, ?(\w+)\)/g, 'wiredCall(arguments, $1)'],
] as const

const MARK = '"rawFunction"'
const FROM_TEXT = /new Function\b|\(Function,/

/** Becomes part of Excalidraw's module. */
const HELPER = `
function namelessFor(body) {
  return function () {
    return body.apply(this, arguments)
  }
}
function wiredCall([name, types, classType, invoke, target], [fail, , , release]) {
  const [result, self, ...taken] = types
  const isMethod = self !== null && classType !== null
  const wiredTypes = isMethod ? [self, ...taken] : taken
  const isReleasedAtOnce = types.slice(1).some((type) => type !== null && type.destructorFunction === undefined)
  return function (...given) {
    if (given.length !== taken.length)
      fail('function ' + name + ' called with ' + given.length + ' arguments, expected ' + taken.length + ' args!')
    const held = isReleasedAtOnce ? [] : null
    const values = isMethod ? [this, ...given] : given
    const wired = wiredTypes.map((type, at) => type.toWireType(held, values[at]))
    const answer = invoke(target, ...wired)
    if (held) release(held)
    else wiredTypes.forEach((type, at) => type.destructorFunction !== null && type.destructorFunction(wired[at]))
    return result.name === 'void' ? undefined : result.fromWireType(answer)
  }
}
`

/** Makes no function out of text. */
export function subsettingWithoutEval(): Plugin {
  return {
    name: 'gamelan:subsetting-without-eval',
    enforce: 'pre',
    transform: {
      filter: { id: /@excalidraw/, code: MARK },
      handler(code) {
        let mended = code
        for (const [place, instead] of MENDED) {
          const places = code.match(place)?.length ?? 0
          if (places !== 1)
            this.error(
              `Excalidraw’s fonts have ${places} places like ${place.source}: their bindings have changed.`,
            )
          mended = mended.replace(place, instead)
        }
        return { code: mended + HELPER, map: null }
      },
    },
    generateBundle(_options, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type === 'chunk' && FROM_TEXT.test(output.code))
          this.error(`${name} makes a function out of text, which the policy of the page forbids.`)
      }
    },
  }
}
