/** Letters that are not a plain letter and a mark. */
const ASCII: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  ı: 'i',
  þ: 'th',
  ð: 'd',
}

/** A text as the part of an address before or after the @: lower-case ASCII, never empty. */
export function toMailbox(text: string, charactersMax: number): string {
  const plain = text
    .toLowerCase()
    .replace(/[äöüßłøıþð]/gu, (letter) => ASCII[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, charactersMax)
    .replace(/^-+|-+$/gu, '')
  return plain === '' ? 'post' : plain
}

/** Replaces every `{name}` of a template. */
export function fill(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => words[name] ?? '')
}

/** Another spelling of the same text: white space that somebody typed too much. */
export function respace(text: string): string {
  return text.includes(' ') ? text.replace(' ', '  ') : `${text} `
}

/** Another spelling of the same mailbox. */
export function recase(email: string): string {
  return email.replace(/(^|[.@])([a-z])/gu, (part) => part.toUpperCase())
}
