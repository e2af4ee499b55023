import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { BySide, Side } from '../../../src/core/side.ts'
import type { Decision, DecisionKind } from '../../../src/core/decide/decision.ts'
import type { Observation, Present } from '../../../src/core/observation.ts'
import type { Pair, SideBase } from '../../../src/core/pair.ts'
import { mirrorDecision, mirrorScene } from '../../../src/testing/mirror.ts'
import type { Cell, Situation } from '../../../src/core/situation.ts'
import { EMPTY_BASE, sameBase } from '../../../src/core/decide/base.ts'
import type { Fields } from '../../../src/core/value.ts'
import { MATRIX } from '../../../src/core/matrix.ts'
import { NO_FIELDS } from '../../../src/core/value.ts'
import { SIDES } from '../../../src/core/side.ts'
import type { Scene } from '../../../src/testing/scene.ts'
import { arbitrariesOf } from '../../../src/testing/arbitraries.ts'
import { decide } from '../../../src/core/decide/decide.ts'
import { decideFields } from '../../../src/core/decide/field-decision.ts'
import { isClean } from '../../../src/core/decide/dirt.ts'
import { prepareTerms } from '../../../src/core/terms.ts'

const { scene, policy, presence } = arbitrariesOf(fc)

const POLICY_CELLS: readonly Cell[] = ['updated/updated', 'updated/deleted', 'deleted/updated']

/** Pairs with nothing under way: what is decided of them follows from bases and records alone. */
const calm = scene.map(({ pair: { entity, no, ids, base }, ...rest }): Scene => {
  const pair: Pair = base === undefined ? { entity, no, ids } : { entity, no, ids, base }
  return { ...rest, pair }
})

const decideOn = ({ terms, pair, seen }: Scene): Decision => decide(pair, seen, terms)

/** Checks a property on many scenes and answers on how many of them it had anything to say. */
function holdsOn(scenes: fc.Arbitrary<Scene>, check: (each: Scene) => unknown): number {
  let count = 0
  const property = fc.property(scenes, (each) => {
    if (check(each) !== NOTHING_TO_SAY) count += 1
  })
  fc.assert(property, { numRuns: 25 * RUNS })
  return count
}

/** These properties are cheap and their cases many: FC_RUNS multiplies them. */
const RUNS = fc.readConfigureGlobal().numRuns ?? 100

const NOTHING_TO_SAY = Symbol('the scene is of another kind')

function setOn(decision: Decision, side: Side): Fields {
  return decision.kind === 'update' ? (decision.set[side] ?? NO_FIELDS) : NO_FIELDS
}

function baseOf(decision: Decision): Pair['base'] {
  return decision.kind === 'adopt' || decision.kind === 'conflict' ? decision.base : undefined
}

function writtenSides(decision: Decision): readonly Side[] {
  if (decision.kind === 'update') return SIDES.filter((side) => decision.set[side] !== undefined)
  return decision.kind === 'create' || decision.kind === 'delete' ? [decision.side] : []
}

function recordOn({ seen }: Scene, side: Side): Present | undefined {
  const observation = seen[side]
  return observation.kind === 'present' ? observation : undefined
}

function isAtBase(each: Scene, side: Side, field: string): boolean {
  const { terms, pair } = each
  return terms.same(field, recordOn(each, side)?.fields[field], pair.base?.[side].fields[field])
}

/** Whether a version says "unchanged" over changed content. */
function isLying(each: Scene, side: Side): boolean {
  const record = recordOn(each, side)
  if (record === undefined || !isClean(side, each.pair, record, each.terms)) return false
  return each.terms.fields.some(({ name }) => !isAtBase(each, side, name))
}

describe('totality', () => {
  test('[L1] decide answers every pair, whatever is remembered, observed and agreed on', () => {
    const kinds = new Map<DecisionKind, number>()
    const answers = fc.property(scene, (each) => {
      const { kind, reason } = decideOn(each)
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      expect(reason).not.toBe('')
    })
    fc.assert(answers, { numRuns: 50 * RUNS })
    expect([...kinds.keys()].sort().join(' ')).toBe(
      'adopt conflict create delete forget hold nothing repair split update wait',
    )
    for (const [kind, count] of kinds) expect(count, kind).toBeGreaterThan(3)
  })

  test('[D13] nothing is concluded while a side is unknown', () => {
    const blind = fc.constantFrom<Observation>(
      { kind: 'unknown', why: 'timeout' },
      { kind: 'moved', to: '9' },
      { kind: 'out-of-scope', why: 'filtered' },
    )
    fc.assert(
      fc.property(scene, blind, fc.constantFrom(...SIDES), (each, unseen, side) => {
        const decision = decideOn({ ...each, seen: { ...each.seen, [side]: unseen } })
        expect(decision.kind).toBe('wait')
        expect(decision.cell.split('/')[side === 'a' ? 0 : 1]).toBe('unknown')
      }),
      { numRuns: 10 * RUNS },
    )
  })

  test('[D13] nothing is concluded while a request is not settled', () => {
    const count = holdsOn(scene, (each) => {
      if (each.pair.intent === undefined) return NOTHING_TO_SAY
      expect(decideOn(each).kind).toBe('wait')
      return undefined
    })
    expect(count).toBeGreaterThan(RUNS / 10)
  })
})

describe('determinism', () => {
  test('[L2] the same scene gives the same decision, and is left as it was', () => {
    holdsOn(scene, (each) => {
      const before = JSON.stringify(each)
      const [first, second] = [decideOn(each), decideOn(each)]
      expect(JSON.stringify(second)).toBe(JSON.stringify(first))
      expect(JSON.stringify(each)).toBe(before)
    })
  })

  test('[L2] the order in which fields were read or stored changes no byte of what is written', () => {
    holdsOn(scene, (each) => {
      const [one, two] = [decideOn(each), decideOn({ ...each, ...reversed(dataOf(each)) })]
      expect(two).toEqual(one)
      expect(JSON.stringify(writingOf(two))).toBe(JSON.stringify(writingOf(one)))
    })
  })
})

describe('forcedness', () => {
  test('[L3] outside the policy cells the decision is the matrix, or names the rule that replaced it', () => {
    const count = holdsOn(calm, (each) => {
      const decision = decideOn(each)
      const { cell, kind, override, notes } = decision
      const isForced = !POLICY_CELLS.includes(cell) && override === undefined && notes.length === 0
      if (!isForced || kind === 'wait' || kind === 'repair') return NOTHING_TO_SAY
      expect(actionsOf(cell)).toContain(actionOf(decision))
      return undefined
    })
    expect(count).toBeGreaterThan(RUNS / 10)
  })

  test('[L3] outside the policy cells no value that moved is overwritten, unless a rule is named', () => {
    const count = holdsOn(calm, (each) => {
      const decision = decideOn(each)
      const isForced = decision.override === undefined && !POLICY_CELLS.includes(decision.cell)
      if (!isForced || decision.kind !== 'update') return NOTHING_TO_SAY
      for (const side of SIDES)
        for (const field of Object.keys(setOn(decision, side)))
          expect(isAtBase(each, side, field), field).toBe(true)
      return undefined
    })
    expect(count).toBeGreaterThan(RUNS / 10)
  })

  test('[L8] no side is written what it says already, and no write is empty', () => {
    const count = holdsOn(scene, (each) => {
      const decision = decideOn(each)
      if (decision.kind !== 'update') return NOTHING_TO_SAY
      for (const side of writtenSides(decision)) {
        const written = Object.entries(setOn(decision, side))
        expect(written).not.toEqual([])
        for (const [field, value] of written)
          expect(each.terms.same(field, value, recordOn(each, side)?.fields[field])).toBe(false)
      }
      return undefined
    })
    expect(count).toBeGreaterThan(RUNS / 10)
  })

  test('[D5] no side is written in a way it does not accept', () => {
    const count = holdsOn(scene, (each) => {
      const decision = decideOn(each)
      const { kind } = decision
      if (kind !== 'update' && kind !== 'create' && kind !== 'delete') return NOTHING_TO_SAY
      for (const side of writtenSides(decision)) expect(each.terms.allow[side][kind]).toBe(true)
      return undefined
    })
    expect(count).toBeGreaterThan(RUNS / 10)
  })
})

describe('policy locality', () => {
  test('[L4] exchanging every policy changes decisions in policy cells only', () => {
    const policies = fc.array(policy, { minLength: 4, maxLength: 4 })
    let changed = 0
    const isLocal = fc.property(scene, presence, policies, (each, other, rules) => {
      const { terms } = each
      const { updatedDeleted, deletedUpdated, createdBoth } = other
      const exchanged = prepareTerms({
        ...terms,
        fields: terms.fields.map((rule, at) => ({ ...rule, policy: rules[at] ?? rule.policy })),
        presence: { ...terms.presence, updatedDeleted, deletedUpdated, createdBoth },
      })
      const [one, two] = [decideOn(each), decideOn({ ...each, terms: exchanged })]
      if (JSON.stringify(one) === JSON.stringify(two)) return
      changed += 1
      expect(POLICY_CELLS).toContain(one.cell)
      expect(two.cell).toBe(one.cell)
    })
    fc.assert(isLocal, { numRuns: 50 * RUNS })
    expect(changed).toBeGreaterThan(RUNS / 10)
  })
})

describe('mirror', () => {
  test('[L5] exchanging the sides of everything exchanges the sides of the decision', () => {
    holdsOn(scene, (each) => {
      const mirrored = decideOn(mirrorScene(each))
      expect(wordless(mirrored)).toEqual(wordless(mirrorDecision(decideOn(each))))
    })
  })

  test('[L5] the mirror image of a mirror image is the scene', () => {
    holdsOn(scene, (each) => {
      const { terms, pair, seen } = mirrorScene(mirrorScene(each))
      expect({ pair, seen }).toEqual(dataOf(each))
      expect({ ...terms, same: undefined }).toEqual({ ...each.terms, same: undefined })
    })
  })
})

describe('memory', () => {
  test('[L17] a base takes the version seen with it, keeps its own or has none', () => {
    const count = holdsOn(scene, (each) => {
      const after = baseOf(decideOn(each))
      if (after === undefined) return NOTHING_TO_SAY
      for (const side of SIDES) {
        const known = [recordOn(each, side)?.token, each.pair.base?.[side].token, undefined]
        expect(known).toContain(after[side].token)
      }
      return undefined
    })
    expect(count).toBeGreaterThan(RUNS / 10)
  })

  test('[L17] a base returns to a version that was replaced only by a read by id', () => {
    const count = holdsOn(scene, (each) => {
      const after = baseOf(decideOn(each))
      const returning = SIDES.filter((side) => {
        const { token, previous } = each.pair.base?.[side] ?? EMPTY_BASE
        const now = after?.[side].token
        const covers = each.terms.tokenCovers[side]
        return covers && now !== undefined && now === previous && now !== token
      })
      if (returning.length === 0) return NOTHING_TO_SAY
      expect(returning.map((side) => recordOn(each, side)?.fresh)).not.toContain(undefined)
      return undefined
    })
    expect(count).toBeGreaterThan(0)
  })

  test('[L7] what was adopted or asked is so only once, as long as nothing moves', () => {
    const count = holdsOn(calm, (each) => {
      const first = decideOn(each)
      const base = baseOf(first)
      const isHonest = !SIDES.some((side) => isLying(each, side))
      if (base === undefined || !isHonest) return NOTHING_TO_SAY
      const second = decideOn({ ...each, pair: { ...each.pair, base } })
      const quiet = ['nothing', 'hold', 'wait']
      expect(first.kind === 'adopt' ? quiet : ['conflict']).toContain(second.kind)
      expect(sameBase(base, baseOf(second) ?? base)).toBe(true)
      return undefined
    })
    expect(count).toBeGreaterThan(RUNS / 10)
  })

  test('[L7] the short cut for quiet pairs decides as the long way does', () => {
    const still = calm.map((each): Scene => {
      const { a, b } = each.pair.base ?? { a: EMPTY_BASE, b: EMPTY_BASE }
      return { ...each, seen: { a: repeated(a, each), b: repeated(b, each) } }
    })
    let quiet = 0
    holdsOn(still, ({ pair, seen, terms }) => {
      const { a, b } = seen as BySide<Present>
      const decision = decide(pair, seen, terms)
      if (decision.kind === 'nothing') quiet += 1
      const clean = { a: isClean('a', pair, a, terms), b: isClean('b', pair, b, terms) }
      expect(decideFields({ pair, a, b, clean, cell: decision.cell }, terms)).toEqual(decision)
    })
    expect(quiet).toBeGreaterThan(RUNS / 10)
  })
})

/** A record that still shows its base; fields that never agreed have a value all the same. */
function repeated(base: SideBase, { terms }: Scene): Present {
  const fields = Object.fromEntries(terms.fields.map(({ name }) => [name, 'x'] as const))
  const { token } = base
  return { kind: 'present', fields: { ...fields, ...base.fields }, refused: {}, token }
}

function actionsOf(cell: Cell): readonly string[] {
  const [a, b] = cell.split('/') as [Situation, Situation]
  const { action } = MATRIX[a][b]
  if (action === 'vacuous') return ['forget']
  if (action === 'nothing') return ['nothing', 'adopt']
  return action.startsWith('update') ? [action, 'adopt'] : [action]
}

function actionOf(decision: Decision): string {
  const sides = writtenSides(decision)
  return sides.length === 0 ? decision.kind : `${decision.kind}-${sides.join('')}`
}

function writingOf(decision: Decision): unknown {
  return decision.kind === 'update' || decision.kind === 'create' ? decision.set : decision.kind
}

/** A decision without its sentences, whose order follows the sides. */
function wordless(decision: Decision): unknown {
  const { override, notes } = decision
  return {
    ...decision,
    reason: '',
    override: override !== undefined,
    notes: notes.map(({ field, kind }) => `${field} ${kind}`),
    unread: decision.kind === 'wait' ? decision.unread?.toSorted() : undefined,
  }
}

function dataOf({ pair, seen }: Scene): Pick<Scene, 'pair' | 'seen'> {
  return { pair, seen }
}

/** The same data with the keys of every object in reverse order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, each]) => [key, reversed(each)])) as T
}
