import type { Fields } from '../../core/value.ts'

/** Fields by which people call a record, the best first. */
const TITLES = [
  /^(display_?|full_?)?name$/i,
  /^(title|label|subject|headline)$/i,
  /^(first|last|given|family)_?name$/i,
  /name/i,
  /^e?-?mail$/i,
] as const

/** What people call a record, as far as its fields tell: a name, else a title, else the first text it holds. */
export function titleOf(fields: Fields): string | undefined {
  const texts = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [{ name, text: value.trim() }] : [],
  )
  for (const shape of TITLES) {
    const found = texts.filter(({ name }) => shape.test(name))
    if (found.length > 0) return found.map(({ text }) => text).join(' ')
  }
  return texts[0]?.text
}
