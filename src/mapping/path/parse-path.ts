import type { Scalar } from '../../core/value.ts'
import { QUOTED_WORD, readBareWord, unquoteWord } from '../notation/word.ts'
import { failure } from '../problem.ts'
import type { Result } from '../problem.ts'
import { PATH_DEPTH_MAX, PATH_LENGTH_MAX, isReserved } from './path.ts'
import type { Path, Segment } from './path.ts'

const BARE = String.raw`[^.[\]"=\p{Cc}]+`

/** A key, or anything in brackets: a place, a quoted key, or `key=value`. */
const STEP = new RegExp(
  String.raw`(?<dot>\.)?(?<key>${BARE})|\[(?:(?<index>\d{1,6})|(?<quoted>${QUOTED_WORD})|(?<match>${BARE})=(?<value>${QUOTED_WORD}|[^"[\]\p{Cc}]+))\]`,
  'uy',
)

/** Reads a path. `at` is where it stands in the configuration, for problems. */
export function parsePath(text: string, at: string): Result<Path> {
  if (text === '') return failure(at, 'the path is empty')
  if (text.length > PATH_LENGTH_MAX)
    return failure(at, `the path is longer than ${PATH_LENGTH_MAX} characters`)
  const segments = /^\$[.[]/.test(text) ? 0 : readSegments(text)
  const shown = `the path ${JSON.stringify(text)}`
  if (typeof segments === 'number')
    return failure(
      at,
      `${shown} cannot be read from character ${segments + 1} on`,
      suggestPath(text),
    )
  const reason = findFlaw(segments)
  if (reason !== undefined) return failure(at, `${shown} ${reason}`)
  return { ok: true, value: { text, segments, stem: stemOf(segments) } }
}

function findFlaw(segments: readonly Segment[]): string | undefined {
  if (segments.length > PATH_DEPTH_MAX) return `has more than ${PATH_DEPTH_MAX} steps`
  if (segments[0]?.kind !== 'key') return 'has to begin with a name, because a record is an object'
  const reserved = segments.find((segment) => segment.kind !== 'index' && isReserved(segment.key))
  return reserved === undefined ? undefined : 'uses a name that is reserved and never holds data'
}

/** The steps, or the position that cannot be read. */
function readSegments(text: string): readonly Segment[] | number {
  const segments: Segment[] = []
  let position = 0
  while (position < text.length) {
    STEP.lastIndex = position
    const groups = STEP.exec(text)?.groups
    const afterKey =
      groups?.['key'] === undefined || (groups['dot'] === undefined) === (position === 0)
    if (groups === undefined || !afterKey) return position
    segments.push(toSegment(groups))
    position = STEP.lastIndex
  }
  return segments
}

function toSegment(groups: Readonly<Record<string, string | undefined>>): Segment {
  const { key, index, quoted, match, value } = groups
  if (key !== undefined) return { kind: 'key', key }
  if (index !== undefined) return { kind: 'index', index: Number(index) }
  if (quoted !== undefined) return { kind: 'key', key: unquoteWord(quoted) }
  return { kind: 'match', key: match ?? '', value: toScalar(value ?? '') }
}

/** Quoted is always text, a bare word is what YAML would make of it. */
function toScalar(word: string): Scalar {
  return word.startsWith('"') ? unquoteWord(word) : readBareWord(word)
}

function stemOf(segments: readonly Segment[]): readonly string[] {
  const end = segments.findIndex(({ kind }) => kind !== 'key')
  return segments
    .slice(0, end === -1 ? segments.length : end)
    .flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
}

/** The commonest slips: slashes or a leading `$.` as in other path languages. */
function suggestPath(text: string): string | undefined {
  const likely = text
    .replace(/^\$\.?/, '')
    .replace(/^[./]+|[./]+$/g, '')
    .replaceAll(/\.{2,}/g, '.')
  return likely !== text && typeof readSegments(likely) !== 'number' && likely !== ''
    ? likely
    : undefined
}
