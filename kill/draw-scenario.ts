import type { Edit, Life } from './item.ts'
import type { KillPoint } from './kill-point.ts'
import type { Scenario } from './scenario.ts'
import { BASE_ITEMS, created, deleted, updated } from './workload.ts'
import { PROFILES } from './enumerate.ts'
import { createNumbers } from '../bench/item.ts'

/** Deaths in one scenario at most. */
export const LIVES_MAX = 8

/** Edits before one death at most; the first is preceded by at least as many as the base has records. */
const EDITS_MAX = 8

/** Points are drawn up to here: a run that ends before its point lived. */
const REQUESTS_DRAWN = 12
const COMMITS_DRAWN = 10
const MOMENT_MS_DRAWN = 400

/** The scenario of one seed: what users do between several deaths, at points and at moments. */
export function drawScenario(seed: string): Scenario {
  const below = dice(seed)
  const profile = PROFILES[below(PROFILES.length)] ?? 'ids'
  const count = 1 + below(LIVES_MAX)
  const draw = editsDrawn(below)
  const lives = Array.from({ length: count }, (_, no): Life => ({
    edits: Array.from({ length: no === 0 ? BASE_ITEMS.length : below(EDITS_MAX) }, draw),
    point: pointDrawn(below),
  }))
  return { name: `random:${seed}`, profile, beginning: 'agreed', lives, thenQuiet: true }
}

type Below = (count: number) => number

function dice(seed: string): Below {
  const [major = 0, minor = 0] = seed.split('.').map(Number)
  const next = createNumbers(Math.imul(major, 0x9e3779b1) ^ Math.imul(minor + 1, 0x85ebca6b))
  return (count) => next() % count
}

/** What a record is still good for: whoever is deleted was never touched, so that nobody has to be asked. */
function editsDrawn(below: Below): () => Edit {
  const touched = new Set<number>()
  const gone = new Set<number>()
  let version = 0
  return () => {
    version += 1
    const on = below(2) === 0 ? 'crm' : 'erp'
    const no = below(BASE_ITEMS.length)
    const kind = below(4)
    if (kind === 0 || gone.has(no)) return created(on, `n${version}`)
    if (kind === 1 && !touched.has(no)) {
      gone.add(no)
      return deleted(on, no)
    }
    touched.add(no)
    return updated(on, no, on === 'crm' ? { city: `c${version}` } : { phone: `p${version}` })
  }
}

function pointDrawn(below: Below): KillPoint {
  const kind = below(3)
  if (kind === 0) return { kind: 'moment', afterMs: below(MOMENT_MS_DRAWN) }
  if (kind === 1) {
    const when = (['unheard', 'late', 'done'] as const)[below(3)] ?? 'done'
    return { kind: 'request', at: 1 + below(REQUESTS_DRAWN), when }
  }
  const when = below(2) === 0 ? 'before' : 'after'
  return { kind: 'commit', at: 1 + below(COMMITS_DRAWN), when }
}
