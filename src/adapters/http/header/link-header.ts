const LINK =
  /<([^<>]*)>((?:\s*;\s*[\w!#$%&'*+.^`|~-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^",;\s]+))?)*)/g
const PARAMETER = /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",;\s]+))/g

/** The target of the first link with this relation in a `Link` header (RFC 8288), as written there. */
export function linkTarget(header: string | undefined, relation: string): string | undefined {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(LINK))
    if (relationsOf(parameters).includes(relation.toLowerCase())) return target
  return undefined
}

/** Only the first `rel` of a link counts (RFC 8288 3.3); it may name several relations. */
function relationsOf(parameters: string): readonly string[] {
  for (const [, name = '', quoted, bare = ''] of parameters.matchAll(PARAMETER))
    if (name.toLowerCase() === 'rel')
      return (quoted ?? bare).toLowerCase().replaceAll('\\', '').split(/\s+/)
  return []
}
