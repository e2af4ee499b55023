import { SIDES, otherSide } from '../../../core/side.ts'
import type { Columns, Propose } from './candidate.ts'
import type { Scalar, Value } from '../../../core/value.ts'
import type { Side } from '../../../core/side.ts'
import { isList } from '../../../core/value.ts'
import { valuesOf } from './candidate.ts'

/** What yes is called; its negation is found in the data. */
const YES: ReadonlySet<string> = new Set(['true', '1', 'y', 'yes', 't', 'j', 'ja', 'on', 'x', 'a'])

/** Two values on each side, one of which is plainly yes or no: spelled as the values that occur together. */
export const proposeBoolean: Propose = (columns) => {
  const two = { a: distinctOf(valuesOf(columns, 'a')), b: distinctOf(valuesOf(columns, 'b')) }
  const [first] = SIDES.filter((side) => two[side].length === 2)
  const clear = SIDES.find((side) => two[side].length === 2 && two[side].every(isTruth))
  const lead = clear ?? first
  if (lead === undefined || SIDES.some((side) => two[side].length > 2)) return []
  const yes = two[lead].find((value) => YES.has(String(value).toLowerCase()))
  const no = two[lead].find((value) => value !== yes)
  if (yes === undefined || no === undefined) return []
  const other = otherSide(lead)
  const [otherYes, otherNo] = partnersOf(columns, lead, { yes, no })
  if (otherYes === undefined || otherNo === undefined || otherYes === otherNo) return []
  const spellings = { [lead]: [yes, no], [other]: [otherYes, otherNo] }
  const steps = SIDES.flatMap((side) => {
    const [said = null, denied = null] = spellings[side] ?? []
    return said === true && denied === false
      ? []
      : [{ side: columns.names[side], bool: [said, denied] }]
  })
  const said = SIDES.map(
    (side) => `${columns.names[side]} ${(spellings[side] ?? []).map(String).join('/')}`,
  )
  return [
    { as: steps.length === 0 ? undefined : steps, evidence: `yes and no: ${said.join(', ')}` },
  ]
}

function isTruth(value: Scalar): boolean {
  return (
    typeof value === 'boolean' ||
    /^(?:[01yntfjx]|yes|no|ja|nein|true|false|on|off)$/i.test(String(value))
  )
}

/** The values, up to three of them. */
function distinctOf(values: readonly Value[]): readonly Scalar[] {
  const found = new Set<Scalar>()
  for (const value of values) {
    if (typeof value === 'object' && value !== null) return TOO_MANY
    if (value !== null && !isList(value)) found.add(value)
    if (found.size > 2) return TOO_MANY
  }
  return [...found]
}

const TOO_MANY: readonly Scalar[] = [0, 1, 2]

/** What the other side mostly says where this one says yes, and where it says no. */
function partnersOf(
  { rows }: Columns,
  lead: Side,
  { yes, no }: { readonly yes: Scalar; readonly no: Scalar },
): readonly (Scalar | undefined)[] {
  return [yes, no].map((word) => {
    const counts = new Map<Value, number>()
    for (const row of rows)
      if (row[lead] === word)
        counts.set(row[otherSide(lead)], (counts.get(row[otherSide(lead)]) ?? 0) + 1)
    const [most] = [...counts].sort(([, left], [, right]) => right - left)
    const value = most?.[0]
    return typeof value === 'object' ? undefined : value
  })
}
