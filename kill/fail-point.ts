import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { KILL_COMMIT, KILL_TALLY } from './kill-point.ts'

/**
 * Loaded into the command with `--import`: counts what SQLite makes durable, whoever asks for it, and ends the process
 * at the transaction that the environment names, as a power cut would.
 */
const [at = '', when = ''] = (process.env[KILL_COMMIT] ?? '').split(':')
const tally = process.env[KILL_TALLY]
const exec = Reflect.get(DatabaseSync.prototype, 'exec')
let commits = 0

DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  if (sql !== 'COMMIT') {
    exec.call(this, sql)
    return
  }
  commits += 1
  if (tally !== undefined) writeFileSync(tally, String(commits))
  const isHere = commits === Number(at)
  if (isHere && when === 'before') die()
  exec.call(this, sql)
  if (isHere && when === 'after') die()
}

/** The signal may take its time: not one more statement is run. */
function die(): never {
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  throw new Error('a killed process went on')
}
