/**
 * `pnpm dev`: the server, restarted when its code changes, and the page with hot reload on http://localhost:5173,
 * which passes /api and /sync on to it.
 */
import { spawn } from 'node:child_process'
import { root } from './build.mjs'

const children = ['@gamelan/server', '@gamelan/web'].map((name) =>
  spawn('pnpm', ['--filter', name, 'run', 'dev'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  }),
)
const stop = () => children.forEach((child) => child.kill('SIGTERM'))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
for (const child of children) child.on('close', stop)
