/**
 * The house's import rules. `main -> app -> {sync, session, http} -> {rooms, access, boards} -> history ->
 * database`; packages never import apps; no circles. Run by `pnpm check`.
 */
const server = 'apps/server/src'
const none = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    none('no-circles', 'A circle means that two rooms are one.', {}, { circular: true }),
    none(
      'packages-stay-pure',
      'Packages import no app, no Node API, no browser.',
      { path: '^packages/[^/]+/src', pathNot: '\\.test\\.ts$' },
      { path: '^apps/|^tests/', dependencyTypesNot: [] },
    ),
    none(
      'packages-no-io',
      'Pure code takes clock, randomness and I/O as arguments.',
      { path: '^packages/[^/]+/src', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    none(
      'edges-apart',
      'The three edges never import each other.',
      { path: `^${server}/(sync|session|http)/` },
      { path: `^${server}/(sync|session|http)/`, pathNot: `^${server}/$1/` },
    ),
    none(
      'rooms-below-edges',
      'What is below an edge does not know it.',
      { path: `^${server}/(sockets|rooms|access|boards|history|database)/` },
      { path: `^${server}/(sync|session|http)/|^${server}/(main|app)\\.ts` },
    ),
    none(
      'history-below-rooms',
      'History serves without a live room.',
      { path: `^${server}/(history|database)/` },
      { path: `^${server}/(sockets|rooms|access|boards)/` },
    ),
    none(
      'database-at-the-bottom',
      'The database port knows no part above it.',
      { path: `^${server}/database/` },
      { path: `^${server}/history/` },
    ),
    none(
      'only-config-reads-env',
      'One reader of the environment: see config.ts.',
      { path: `^${server}/(?!main|config)` },
      { path: `^${server}/config\\.ts$`, dependencyTypesNot: ['type-only'] },
    ),
    none(
      'canvas-alone-imports-excalidraw',
      'Only canvas/ imports Excalidraw.',
      { path: '^apps/web/src/(?!canvas/)' },
      { path: '@excalidraw/excalidraw' },
    ),
    none(
      'web-conversations-apart',
      'sync, session and http are three conversations.',
      { path: '^apps/web/src/(sync|session|http)/' },
      { path: '^apps/web/src/(sync|session|http)/', pathNot: '^apps/web/src/$1/' },
    ),
    none(
      'web-below-pages',
      'Pages compose; nothing imports them back.',
      { path: '^apps/web/src/(canvas|sync|session|http|replay)/' },
      { path: '^apps/web/src/(pages/|main\\.tsx)' },
    ),
    none(
      'apps-apart',
      'The page and the server meet in packages/ alone.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    none('no-unresolved', 'An import that resolves to nothing.', {}, { couldNotResolve: true }),
    none(
      'no-dev-deps-in-product',
      'What ships uses what is declared as shipped.',
      { path: '^(packages|apps)/[^/]+/src', pathNot: '(\\.test\\.tsx?|/testing[\\w-]*\\.ts)$' },
      { dependencyTypes: ['npm-dev'], pathNot: '^packages/|type-fest|@types/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|(^|/)data/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
