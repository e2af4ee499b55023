import type { Output } from './output/output.ts'
import type { World } from './world.ts'
import { makeOutput } from './output/output.ts'

/** The options that every command understands, as commander parses them. */
export interface GlobalOptions {
  readonly config?: string | undefined
  readonly json?: boolean | undefined
  readonly quiet?: boolean | undefined
  readonly verbose?: boolean | undefined
  /** False for `--no-color`. */
  readonly color?: boolean | undefined
}

/** What a command works with: its surroundings, and the only way it says anything. */
export interface CliContext extends Omit<World, 'stdout' | 'stderr'> {
  readonly options: GlobalOptions
  readonly output: Output
  /** Whether another owner certainly runs no more. */
  readonly isGone: (owner: string) => boolean
}

/** Makes a command's context of its surroundings and the options given. */
export function makeContext(world: World, options: GlobalOptions): CliContext {
  const { stdout, stderr, ...surroundings } = world
  const { json = false, quiet = false, color = true, config } = options
  const output = makeOutput({ stdout, stderr, env: world.env, json, quiet, color, config })
  const isGone = (owner: string): boolean => world.isRunning(owner) === false
  return { ...surroundings, options, output, isGone }
}
