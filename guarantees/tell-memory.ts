import type { AttributeName } from './attribute.ts'
import type { Choice } from './choice.ts'
import type { Finding } from './row.ts'
import { ATTRIBUTES } from './attribute.ts'
import { grouped, listed, storyOf, tableOf } from './story.ts'

const TABLE_INTRODUCTION = `## What is remembered, and why

Each row is a world. In it every reachable state is explored twice: with everything remembered, and with a memory that
loses one thing as soon as no run holds it, which is also what a crash does. *Kept* names all that goes wrong with
everything remembered. *Without it* names what goes wrong then and did not before, and the fewest steps to it; \`nothing
more\` means that this world was explored to its end as well, and nothing else was found.
`

const STORIES_INTRODUCTION = `### The shortest story of each

In the stories, \`crm\` and \`erp\` are the two systems. Each line is one step.
`

const CHOICES_INTRODUCTION = `### What else the memory decides

Some of what is remembered saves questions, requests or edits of fields that are not shared, and some of it shows in a
single decision. Each line is one moment, given to the shipped code with the attribute and without it.
`

const CONCLUSION = `### What follows

- The link and the base of each side are needed everywhere, even if nothing ever goes wrong. Where one side owns
  everything, the base is not.
- A digest of a value does as well as the value. Values are kept to show them, and to merge sets.
- Each side needs its own base as soon as one of them spells values in its own way.
- The intent is needed as soon as a crash or a lost answer is possible, whatever the systems can do.
- A token is not needed to keep what is shared. It keeps edits of what is not shared from being deleted, and stale
  reads from being believed.
- A merged value, a question, an answer and a parked write are needed so that nobody is asked twice and nothing is sent
  in vain.
`

/** The part of the document that is about the memory. */
export function tellMemory(findings: readonly Finding[], choices: readonly Choice[]): string {
  return [
    TABLE_INTRODUCTION,
    tableOf(['world', 'kept', 'states', 'without', 'what goes wrong', 'steps'], rowsOf(findings)),
    '',
    meaningsOf(findings, choices),
    STORIES_INTRODUCTION,
    ...storiesOf(findings),
    CHOICES_INTRODUCTION,
    tableOf(['without', 'moment', 'with it', 'without it', 'so'], choices.map(choiceRow)),
    '',
    CONCLUSION,
  ].join('\n')
}

function rowsOf(findings: readonly Finding[]): readonly (readonly string[])[] {
  return findings.map(({ row, attribute, stated, kept, dropped }, at) => {
    const isFirst = findings[at - 1]?.row !== row
    const bound = kept.cuts === 0 ? '' : ' (within its room)'
    return [
      isFirst ? `**${row.name}**: ${row.meaning}` : '',
      isFirst ? `${listed(kept.breaches)}${bound}` : '',
      isFirst ? grouped(kept.states) : '',
      attribute,
      dropped.trace === undefined ? 'nothing more' : `\`${String(stated)}\``,
      String(dropped.trace?.actions.length ?? ''),
    ]
  })
}

function meaningsOf(findings: readonly Finding[], choices: readonly Choice[]): string {
  const used = new Set<AttributeName>([...findings, ...choices].map(({ attribute }) => attribute))
  const lines = [...used].map((name) => `- *${name}*: ${ATTRIBUTES[name].meaning}`)
  return ['What is dropped:\n', ...lines, ''].join('\n')
}

/** For each attribute and breach the shortest of all stories, the first of equals. */
function storiesOf(findings: readonly Finding[]): readonly string[] {
  const shortest = new Map<string, Finding>()
  for (const finding of findings) {
    const { attribute, stated, dropped } = finding
    if (stated === null || dropped.trace === undefined) continue
    const key = `Without ${attribute}: ${stated}`
    if (lengthOf(finding) < lengthOf(shortest.get(key))) shortest.set(key, finding)
  }
  return [...shortest].flatMap(
    ([
      heading,
      {
        row,
        dropped: { trace },
      },
    ]) => (trace === undefined ? [] : [`#### ${heading} (*${row.name}*)\n`, `${storyOf(trace)}\n`]),
  )
}

function lengthOf(finding: Finding | undefined): number {
  return finding?.dropped.trace?.actions.length ?? Infinity
}

function choiceRow({ attribute, moment, kept, dropped, cost }: Choice): readonly string[] {
  return [attribute, moment, kept, dropped, cost]
}
