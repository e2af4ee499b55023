import type { Surroundings } from './configured.ts'

/** The script of package.json that is this program; npm runs it in the package's folder, wherever it was called. */
const SCRIPT = 'bilateral'

/** The folder in which the command was typed: paths that a person gives begin there (C99). */
export function workingDirectory({ cwd, env }: Surroundings): string {
  const called = env['npm_lifecycle_event'] === SCRIPT ? env['INIT_CWD'] : undefined
  return called === undefined || called === '' ? cwd : called
}
