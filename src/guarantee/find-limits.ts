import type { BySide, Side } from '../core/side.ts'
import type { Proceed } from './small-setting.ts'
import type { Setting, SystemSetting } from '../model/setting.ts'
import type { Subject, SubjectSystem } from './subject.ts'
import { SIDES, bySide } from '../core/side.ts'
import { everyEdit, searchSetting, smallSetting } from './small-setting.ts'
import { NO_FAULTS } from '../model/profiles/plain.ts'
import { kindsOf } from './subject.ts'
import { tellSteps } from './tell-step.ts'

/** Something that may happen all the same, because no procedure could prevent it with these systems. */
export interface Limit {
  /** The name of the anomaly, as the proofs call it: `window`, `revert`, … */
  readonly name: string
  /** What may happen, as a sentence without a full stop. */
  readonly text: string
  /** What has to come together for it. */
  readonly needs: 'edits' | 'faults'
  readonly field: string
  readonly trace: readonly string[]
  /** What would remove it, as a sentence without a full stop. */
  readonly remedy: string
}

/** What was found of an entity's limits, and how far was looked. */
export interface Limits {
  readonly closed: boolean
  readonly states: number
  readonly limits: readonly Limit[]
}

/** How far each of the two worlds may be explored: with edits alone, then with crashes and losses. */
export interface LimitBudget {
  readonly edits: Proceed
  readonly faults: Proceed
}

/**
 * Explores the user's own setting, first with users only, then with crashes and lost requests and answers, and names what
 * remains possible, each with a shortest trace (C122). The first kind of field stands for the entity.
 */
export function findLimits(subject: Subject, budget: LimitBudget): Limits {
  const [field] = kindsOf(subject.terms)
  if (field === undefined) return { closed: true, states: 0, limits: [] }
  const plain = { ...everyEdit(smallSetting(subject, field)), systems: systemsOf(subject) }
  const faulty: Setting = { ...plain, faults: { ...NO_FAULTS, crashes: true, losses: true } }
  const calm = searchSetting(plain, field.name, budget.edits)
  const rough = searchSetting(faulty, field.name, budget.faults)
  const limits = new Map<string, Limit>()
  for (const [search, needs] of [
    [calm, 'edits'],
    [rough, 'faults'],
  ] as const) {
    for (const { name: breach, steps } of search.breaches) {
      const name = causeOf(breach)
      if (limits.has(name)) continue
      const trace = tellSteps(steps)
      limits.set(name, { name, needs, field: field.name, trace, ...saidOf(name, subject, steps) })
    }
  }
  return {
    closed: calm.closed && rough.closed,
    states: calm.states + rough.states,
    limits: [...limits.values()],
  }
}

/** A breach is a property, alone or with its cause; alone it comes of edits that were taken back unseen (I11). */
function causeOf(breach: string): string {
  return breach.split(' ')[1] ?? 'unseen'
}

function systemsOf({ systems }: Subject): BySide<SystemSetting> {
  return bySide((side) => settingOf(systems[side]))
}

/** What is not declared is not assumed: no tombstones, and no versions where nothing is conditional on one. */
function settingOf({ ability, versions }: SubjectSystem): SystemSetting {
  const kinds = {
    counter: 'counter',
    opaque: 'counter',
    stamp: 'stamp',
    hash: 'content',
    none: 'none',
  } as const
  return { ability, versions: kinds[versions], tombstones: false, represents: true }
}

/** The side whose system a limit is about: where the last write of the trace went. */
function targetOf({ terms }: Subject, steps: readonly string[]): string {
  const last = steps.findLast((step) => /^(create|update|delete) on /.test(step)) ?? ''
  const isAt = (side: Side): boolean => last.includes(` on ${terms.names[side]}`)
  return terms.names[SIDES.find(isAt) ?? 'b']
}

function saidOf(
  name: string,
  subject: Subject,
  steps: readonly string[],
): Pick<Limit, 'text' | 'remedy'> {
  const target = targetOf(subject, steps)
  const said = LIMITS[name] ?? UNNAMED
  return {
    text: said.text.replaceAll('TARGET', target),
    remedy: said.remedy.replaceAll('TARGET', target),
  }
}

const UNNAMED = {
  text: 'something that no rule explains',
  remedy: 'please report it with this trace',
}

const LIMITS: Readonly<Record<string, Pick<Limit, 'text' | 'remedy'>>> = {
  window: {
    text: 'an edit in TARGET between our last read and our write is overwritten',
    remedy: 'declare a version that TARGET checks on writes (token:)',
  },
  late: {
    text: 'a request to TARGET that was given up takes effect later',
    remedy: 'declare an idempotency key for TARGET (idempotency:)',
  },
  stale: {
    text: 'an old answer of TARGET is taken for an edit',
    remedy: 'declare a version of TARGET that counts up (token:)',
  },
  alike: {
    text: 'a create in TARGET whose answer was lost looks like a record of a user',
    remedy: 'declare an idempotency key, an id of our own or a unique key for TARGET',
  },
  dark: {
    text: 'a record deleted in TARGET before its create was known comes back',
    remedy: 'let TARGET answer 410 for what was deleted, or list it as deleted',
  },
  normal: {
    text: "TARGET's own spelling of a value is taken for an edit",
    remedy: "declare the spelling in the field's mapping (as:)",
  },
  half: {
    text: 'a record deleted between the two writes of a merge follows the rule for deletes',
    remedy: 'give the shared fields one owner, so that a merge needs one write',
  },
  deleted: {
    text: 'a delete in TARGET after a lost answer is asked about though it saw the write',
    remedy: 'nothing in the configuration: TARGET would have to keep the id of our last write',
  },
  revert: {
    text: 'an edit in TARGET that takes back a write whose answer was lost is undone',
    remedy: 'nothing in the configuration: TARGET would have to keep the id of our last write',
  },
  unseen: {
    text: 'an edit that was taken back before anybody looked is not told from none',
    remedy: 'declare a version of TARGET that moves with every edit (token:)',
  },
}
