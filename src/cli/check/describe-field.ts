import type { BySide } from '../../core/side.ts'
import type { FieldCheck, FieldSideCheck } from '../../engine/check/check-field.ts'
import { grouped } from '../output/relative-time.ts'
import { SIDES } from '../../core/side.ts'

/** What a field holds: one line if both systems are well, else a line for each. */
export function describeField({ sides }: FieldCheck, names: BySide<string>): readonly string[] {
  const troubles = SIDES.flatMap((side) => describeTrouble(sides[side], names[side]))
  const merged = sides.a.collisions.spellings + sides.b.collisions.spellings
  const spellings = merged > 0 ? ` · ${grouped(merged)} spellings merge` : ''
  const filled = SIDES.map((side) => `${names[side]} ${grouped(sides[side].filled)}`).join(', ')
  return [`${filled} filled${spellings}`, ...troubles]
}

function describeTrouble(check: FieldSideCheck, name: string): readonly string[] {
  const { refused, across, dangling, capped, distinct } = check
  const parts = [
    refused > 0 ? `${grouped(refused)} unreadable` : '',
    across.values > 0 ? `${grouped(across.values)} values do not fit across` : '',
    dangling.records > 0 ? `${grouped(dangling.records)} refer to records without counterpart` : '',
    capped ? `only ${grouped(distinct)} different values were tried` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? [] : [`⚠ ${name}: ${parts.join(', ')}`]
}
