/**
 * Runs one of the project's own tools with its output shown as it comes. Must never hide an exit code.
 */
import { spawn } from 'node:child_process'
import { root } from './build.mjs'

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code; 1 where a signal ended it
 */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
