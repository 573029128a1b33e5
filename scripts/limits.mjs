/**
 * `docs/limits.md`: every limit by name, from where the code names it (A6). Without options it is written anew; with
 * `--check` it is an error if it would come out otherwise. Must never say anything that does not stand in the code.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { root } from './build.mjs'

const PAGE = path.join(root, 'docs/limits.md')

/** Where limits are named, and what those there have in common. */
const FILES = [
  ['packages/protocol/src/limits.ts', 'Known to the page and to the server'],
  [
    'packages/board-model/src/limits.ts',
    'Of what is inside a drawing: past one, the property falls back, or the element is left out',
  ],
  ['apps/server/src/limits.ts', 'Known to the server alone'],
  ['apps/server/src/http/limits.ts', 'Of http'],
]
const SETTABLE = 'apps/server/src/settable-limits.ts'

/** A doc comment as one line. */
const lineOf = (comment) =>
  comment
    .replaceAll(/^\/\*\*|\*\/$/g, '')
    .replaceAll(/^\s*\* ?/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

const row = (name, value, what) =>
  `| \`${name}\` | ${value === undefined ? '' : `\`${value}\``} | ${what.replaceAll('|', '\\|')} |`

/** The exported numbers of a file with their comments; one comment may be above several. */
async function limitsOf(file) {
  const text = await readFile(path.join(root, file), 'utf8')
  const rows = []
  let comment = ''
  for (const [, doc, name, value] of text.matchAll(
    /(\/\*\*[\s\S]*?\*\/)|^export const ([A-Z][A-Z0-9_]*)\b[^=]*=\s*([^;\n]+(?:\n {2}[^\n]+)*)$/gm,
  )) {
    if (doc !== undefined) comment = lineOf(doc)
    else rows.push(row(name, value.replaceAll(/\s+/g, ' '), comment))
  }
  return rows
}

/** Those that an operator sets: each an entry of one object, under a comment. */
async function settableLimits() {
  const text = await readFile(path.join(root, SETTABLE), 'utf8')
  return [
    ...text.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*\w+: \{\s*setting: '(\w+)',\s*default: ([^,]+),/g),
  ].map(([, doc, name, value]) => row(name, value, lineOf(doc)))
}

const table = (rows) =>
  ['| limit | default | what it bounds, and what happens past it |', '| --- | --- | --- |', ...rows].join(
    '\n',
  )

async function page() {
  const parts = [
    '# Every limit',
    'Made from the code by `node scripts/limits.mjs`; `pnpm check` sees that the two are alike.',
    `## Settings\n\nFrom [\`${SETTABLE}\`](../${SETTABLE}); README.md says how they are set.`,
    table(await settableLimits()),
  ]
  for (const [file, title] of FILES) {
    parts.push(`## ${title}\n\nFrom [\`${file}\`](../${file}).`, table(await limitsOf(file)))
  }
  const options = await resolveConfig(PAGE)
  return format(`${parts.join('\n\n')}\n`, { ...options, parser: 'markdown' })
}

const made = await page()
if (process.argv.includes('--check')) {
  const kept = await readFile(PAGE, 'utf8').catch(() => '')
  if (kept !== made) {
    console.error('docs/limits.md is not what the code says. Run node scripts/limits.mjs.')
    process.exit(1)
  }
} else await writeFile(PAGE, made)
