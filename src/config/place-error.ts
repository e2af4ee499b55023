import { StrayPathError } from '../engine/paths/stray-path.ts'
import type { BilateralError } from '../errors.ts'
import { isBilateralError } from '../errors.ts'
import { placeStrays } from './place-strays.ts'
import type { Config } from './config.ts'
import type { Fault } from './resolve-terms.ts'
import { ConfigError } from './source/complaint.ts'
import { findPath } from './source/find-path.ts'
import { placeComplaints } from './source/source.ts'

/** Where in its declaration an adapter finds a fault: `crm.collections.accounts.get.request: …`, `erp.customer: …`. */
const LED = /^(?<at>[^\s:]+):? (?<reason>.*)$/s

/** Gives what an adapter says of its declaration, or a run of its mapping, its line in the file; every other error stays as it is. */
export function placeError(config: Config, error: unknown): unknown {
  if (error instanceof StrayPathError) return placeStrays(config, error.strays)
  if (!isBilateralError(error) || error instanceof ConfigError) return error
  if (error.code !== 'CONFIG_INVALID' && error.code !== 'CONFIG_SECRET') return error
  return placeDeclaration(config, error)
}

function placeDeclaration({ source }: Config, error: BilateralError): BilateralError {
  const { at = '', reason = error.message } = LED.exec(error.message)?.groups ?? {}
  const paths = [at, at.replace('.', '.collections.')].map((text) =>
    findPath(source.tree, ['systems'], text),
  )
  const path = paths.reduce((longest, next) => (next.length > longest.length ? next : longest))
  if (path.length < 2) return error
  const secret = error.code === 'CONFIG_SECRET'
  return new ConfigError(placeComplaints(source, [{ path, reason, secret }]))
}

/** Rules that the systems cannot follow, as complaints about the lines that say them. */
export function placeFaults({ source }: Config, faults: readonly Fault[]): ConfigError {
  const complaints = faults.map(({ source: said, reason }) => {
    const path = findPath(source.tree, [], said.rule)
    const isThere = path.length > 0
    return { path, reason: isThere ? reason : `${said.rule}: ${reason}` }
  })
  return new ConfigError(placeComplaints(source, complaints))
}
