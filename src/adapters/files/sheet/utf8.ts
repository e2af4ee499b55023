import { isUtf8 } from 'node:buffer'
import type { SheetReading } from './sheet.ts'

const MARK = '\ufeff'

/** Reads bytes as UTF-8 and nothing else; a byte order mark is kept apart. */
export function toText(
  bytes: Buffer,
):
  | { readonly kind: 'text'; readonly mark: string; readonly text: string }
  | (SheetReading & { readonly kind: 'problem' }) {
  if (!isUtf8(bytes)) return notUtf8(bytes)
  const text = bytes.toString('utf8')
  return text.startsWith(MARK)
    ? { kind: 'text', mark: MARK, text: text.slice(1) }
    : { kind: 'text', mark: '', text }
}

const UTF_16 = 'the file is UTF-16; save it as UTF-8'

function notUtf8(bytes: Buffer): SheetReading & { kind: 'problem' } {
  const isWide =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const why = isWide ? UTF_16 : 'a character is not UTF-8; save the file as UTF-8'
  return { kind: 'problem', problem: { line: isWide ? 1 : firstBadLine(bytes), why, cut: false } }
}

function firstBadLine(bytes: Buffer): number {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    const stop = end < 0 ? bytes.length : end + 1
    if (!isUtf8(bytes.subarray(start, stop))) return line
    start = stop
  }
  return line
}
