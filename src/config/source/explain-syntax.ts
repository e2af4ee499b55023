import type { YAMLError } from 'yaml'

const TAGS = 'tags (!name) are not allowed'

/**
 * What the parser's codes mean to somebody who writes a configuration. The parser's own words are not shown: they may
 * quote the text, and the text may hold a secret.
 */
const REASONS: Readonly<Record<YAMLError['code'], string>> = {
  ALIAS_PROPS: 'an alias (*name) cannot have an anchor or a tag of its own',
  BAD_ALIAS: 'an alias needs a name: *name',
  BAD_COLLECTION_TYPE: TAGS,
  BAD_DIRECTIVE: 'directives (%NAME) are not allowed',
  BAD_DQ_ESCAPE: 'holds an unknown escape; within double quotes a backslash is written \\\\',
  BAD_INDENT: 'is indented differently from its neighbours, or a bracket is not closed',
  BAD_PROP_ORDER: 'an anchor (&name) stands directly before its value',
  BAD_SCALAR_START: 'a value that begins with a special character needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'holds a second ": "; a value with a colon and a space needs quotes',
  BLOCK_IN_FLOW: 'within brackets, lists and maps need brackets too',
  DUPLICATE_KEY: 'the key stands here a second time; keep one of them',
  IMPOSSIBLE: 'is not YAML',
  KEY_OVER_1024_CHARS: 'a key may not be longer than 1,024 characters',
  MISSING_CHAR: 'a quote, a bracket, a comma or white space is missing here',
  MULTILINE_IMPLICIT_KEY: 'a key has to stand on one line; is a bracket or a quote not closed?',
  MULTIPLE_ANCHORS: 'a value may have one anchor (&name)',
  MULTIPLE_DOCS: 'a second document begins here; a configuration is one document, without ---',
  MULTIPLE_TAGS: TAGS,
  NON_STRING_KEY: 'a key has to be text; is a bracket or a quote missing?',
  RESOURCE_EXHAUSTION: 'is nested too deep',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  TAG_RESOLVE_FAILED: TAGS,
  UNEXPECTED_TOKEN: 'cannot stand here; is a quote, a bracket or a comma missing?',
}

/** Says in a sentence why a text is not YAML. */
export function explainSyntax(error: YAMLError): string {
  return REASONS[error.code]
}
