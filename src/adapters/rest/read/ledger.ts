import type { NativeRecord } from '../../adapter.ts'

/** Ids that a message names. */
const NAMED_MAX = 3

/** Keeps the books of one listing: what was listed, against what the system says there is. */
export interface Ledger {
  /** Enters a page and returns its records, those listed before left out. */
  enter(page: LedgerPage): readonly NativeRecord[]
  /** Distinct records so far, and items of any kind. */
  readonly records: number
  readonly items: number
  /** The last total the system stated. */
  readonly total: number | undefined
  /** Why the listing cannot be complete; `undefined` when the books balance. */
  objection(): string | undefined
}

/** What one page shows. */
export interface LedgerPage {
  readonly records: readonly NativeRecord[]
  /** Items without an id, or that are no records. */
  readonly unreadable: number
  readonly total?: number | undefined
}

/**
 * Opens the books. A record may be shown again under the version it had; under another one the pages did not belong
 * together. With `repeats` every version is passed on, as `changes` may.
 */
export function openLedger(repeats: boolean): Ledger {
  const versions = new Map<string, string>()
  const torn = new Set<string>()
  let totals: Totals | undefined
  let items = 0
  let unreadable = 0
  const isNews = (record: NativeRecord): boolean => {
    const version = record.token ?? record.stamp ?? ''
    const before = versions.get(record.id)
    const again = repeats && (before !== version || version === '')
    if (before === undefined || again) {
      versions.set(record.id, version)
      return true
    }
    if (before !== version) torn.add(record.id)
    return false
  }
  return {
    enter: (page) => {
      items += page.records.length + page.unreadable
      unreadable += page.unreadable
      totals = withTotal(totals, page.total)
      const news = page.records.filter(isNews)
      return news.length === page.records.length ? page.records : news
    },
    get records() {
      return versions.size
    },
    get items() {
      return items
    },
    get total() {
      return totals?.last
    },
    objection: () =>
      objectionToItems(unreadable) ??
      objectionToTorn(torn) ??
      objectionToTotals(versions.size, totals),
  }
}

function objectionToItems(unreadable: number): string | undefined {
  return unreadable === 0 ? undefined : `${unreadable} of its items have no id`
}

function objectionToTorn(torn: ReadonlySet<string>): string | undefined {
  if (torn.size === 0) return undefined
  const named = [...torn].slice(0, NAMED_MAX).map((id) => JSON.stringify(id.slice(0, 80)))
  const more = torn.size > NAMED_MAX ? `, and ${torn.size - NAMED_MAX} more` : ''
  return `its pages show different versions of ${named.join(', ')}${more}`
}

/** The totals the pages stated. */
interface Totals {
  readonly least: number
  readonly most: number
  readonly last: number
}

function withTotal(totals: Totals | undefined, total: number | undefined): Totals | undefined {
  if (total === undefined) return totals
  const { least, most } = totals ?? { least: total, most: total }
  return { least: Math.min(least, total), most: Math.max(most, total), last: total }
}

/** Records come and go while a listing runs: any number between the totals stated agrees. */
function objectionToTotals(listed: number, totals: Totals | undefined): string | undefined {
  if (totals === undefined) return undefined
  const { least, most } = totals
  if (listed >= least && listed <= most) return undefined
  const stated = least === most ? String(most) : `${least} to ${most}`
  return `it shows ${listed} records, and the system states ${stated}`
}
