import type { Asked, Reply } from './service.ts'
import type { PagingKind, SideSetup } from '../setup/setup.ts'

/** How a page of a listing is falsified. */
export interface Tampering {
  readonly how: 'omitted' | 'repeated' | 'cut-off'
  readonly setup: SideSetup
  /** Whether the record may be left out although nothing tells how many there are. */
  readonly mayOmit: (id: string) => boolean
}

interface Listed {
  readonly items: readonly { readonly id: string | number }[]
  readonly next?: string | null
  readonly total?: number
}

/**
 * Falsifies a page only in ways the product claims to find out or to survive: a record that is left out is told by the
 * total, or is linked and then read by its id; a listing is cut off only where a total tells.
 */
export function tamper(asked: Asked, reply: Reply, tampering: Tampering): Reply {
  const isListing = asked.method === 'GET' && /^\/api\/items(\?|$)/.test(asked.path)
  if (!isListing || asked.path.includes('ref=')) return reply
  const page = JSON.parse(reply.body) as Listed
  const falsified = falsify(page, tampering)
  const headers = tampering.how === 'cut-off' && page.total !== undefined ? {} : reply.headers
  return { ...reply, headers, body: JSON.stringify(falsified) }
}

/** Where the next page depends on how many records were shown, a repeated one hides another. */
const COUNTED: ReadonlySet<PagingKind> = new Set(['offset', 'number', 'link'])

function falsify(page: Listed, { how, mayOmit, setup }: Tampering): Listed {
  const { items, total } = page
  if (how === 'repeated' && COUNTED.has(setup.paging)) return page
  if (how === 'repeated') return { ...page, items: [...items, ...items.slice(0, 1)] }
  if (how === 'cut-off') return total === undefined ? page : { ...page, items: [], next: null }
  const at = items.findIndex(({ id }) => total !== undefined || mayOmit(String(id)))
  if (at < 0 || (total === undefined && items.length < 2)) return page
  return { ...page, items: items.filter((_, no) => no !== at) }
}
