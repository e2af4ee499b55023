/** A rule that the Promela spec can leave out: its name, its number there, and what that means. */
export interface Mutant {
  readonly name: string
  readonly number: number
  readonly rule: string
  readonly meaning: string
}

/** What a verifier reports of one search. `holds` only if the search was completed without an error. */
export interface Figures {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  readonly seconds: number
  readonly holds: boolean
}

/** The mutants of a Promela spec, in its order: each is a `#define NAME 7 [W1] meaning` with the rest in a comment. */
export function readMutants(spec: string): readonly Mutant[] {
  const line = /^#define (\w+) +(\d+) +\/\* \[(\w+)\] (.+) \*\/$/gm
  return [...spec.matchAll(line)].map(([, name = '', number, rule = '', meaning = '']) => ({
    name,
    number: Number(number),
    rule,
    meaning,
  }))
}

/** The rules named `[W5]` beside the statements of a Promela spec, without those that mutants name. */
export function rulesBeside(spec: string): ReadonlySet<string> {
  const statements = spec.replaceAll(/^#define \w+ +\d+ .*$/gm, '')
  return new Set([...statements.matchAll(/\[([A-Z]\d+)\]/g)].map(([, rule = '']) => rule))
}

/** The rules that a document states, `- **W5** …` each. */
export function rulesStated(document: string): ReadonlySet<string> {
  return new Set([...document.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule = '']) => rule))
}

/**
 * What is wrong between a Promela spec and the rules: a rule that nobody states, a rule of writing that stands beside
 * no statement although the head does not except it, and a mutant whose rule no statement has.
 */
export function misnamedRules(spec: string, document: string): readonly string[] {
  const stated = rulesStated(document)
  const beside = rulesBeside(spec)
  const head = spec.slice(0, spec.indexOf('*/'))
  const excepted = new Set([...head.matchAll(/\((\w\d+)\)/g)].map(([, rule = '']) => rule))
  return [
    ...[...beside].filter((rule) => !stated.has(rule)).map((rule) => `${rule} is no rule`),
    ...[...stated]
      .filter((rule) => rule.startsWith('W') && !beside.has(rule) && !excepted.has(rule))
      .map((rule) => `${rule} stands beside no statement`),
    ...readMutants(spec)
      .filter(({ rule }) => !beside.has(rule))
      .map(({ name, rule }) => `${name} leaves out ${rule}, which stands beside no statement`),
  ]
}

/** Reads what a verifier printed; text without figures, or of a search that was cut short, does not hold. */
export function readFigures(output: string): Figures {
  const figure = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? Number.NaN)
  const whole = !/Search not completed|max search depth too small|out of memory/.test(output)
  return {
    states: figure(/^ *([\d.e+]+) states, stored/m),
    transitions: figure(/^ *([\d.e+]+) transitions/m),
    depth: figure(/depth reached (\d+)/),
    seconds: figure(/elapsed time ([\d.]+)/),
    holds: whole && /, errors: 0$/m.test(output),
  }
}

/** The steps that a replayed trail tells, in words. */
export function readStory(replay: string): readonly string[] {
  return replay.split('\n').filter((line) => /^(·| {2}[a-z])/.test(line))
}
