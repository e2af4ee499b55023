import { expect, test } from 'vitest'
import type { Model } from '../../src/checker/model.ts'
import { explore } from '../../src/checker/explore.ts'
import fc from 'fast-check'
import { modelOf } from './models.ts'
import { replay } from '../../src/checker/replay.ts'

/** A graph by lists of edges: `[action, to, whether the edge is bad]`; a node is bad or not. */
interface Graph {
  readonly edges: readonly (readonly (readonly [number, number, boolean])[])[]
  readonly bad: readonly boolean[]
  readonly starts: readonly number[]
}

const graphs: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 24 }).chain((size) => {
  const node = fc.nat(size - 1)
  const isBad = fc.nat(9).map((roll) => roll === 0)
  const edge = fc.tuple(fc.nat(3), node, isBad)
  return fc.record({
    edges: fc.array(fc.array(edge, { maxLength: 4 }), { minLength: size, maxLength: size }),
    bad: fc.array(isBad, { minLength: size, maxLength: size }),
    starts: fc.array(node, { minLength: 1, maxLength: 3 }),
  })
})

/** The graph as a model: a node is a state of two words, of which one is not small. */
function modelOfGraph({ edges, bad, starts }: Graph): Model {
  const words = (node: number): number[] => [node, -1000 * node]
  return modelOf({
    words: 2,
    actions: ['p', 'q', 'r', 's'],
    properties: ['bad node', 'bad edge'],
    starts: starts.map(words),
    next: ([node = 0], emit) =>
      edges[node]!.forEach(([action, to, isBad]) => emit(action, words(to), isBad ? [1] : [])),
    check: ([node = 0], report) => {
      if (bad[node]!) report(0)
    },
  })
}

/** Nearest first, the plain way: the distance of every node that can be reached. */
function distances({ edges, starts }: Graph): Map<number, number> {
  const far = new Map(starts.map((start) => [start, 0]))
  for (const [node, distance] of far)
    for (const [, to] of edges[node]!) if (!far.has(to)) far.set(to, distance + 1)
  return far
}

test('random graphs are met as a plain search meets them, with the same shortest distances', () => {
  fc.assert(
    fc.property(graphs, fc.boolean(), (graph, exact) => {
      const far = distances(graph)
      const reached = [...far.keys()]
      const badNodes = reached.filter((node) => graph.bad[node])
      const badEdges = reached.flatMap((node) =>
        graph.edges[node]!.flatMap(([, , isBad]) => (isBad ? [far.get(node)! + 1] : [])),
      )
      const found = explore(modelOfGraph(graph), { exact })
      expect(found).toMatchObject({
        closed: true,
        states: far.size,
        transitions: reached.reduce((sum, node) => sum + graph.edges[node]!.length, 0),
        depth: Math.max(...far.values()),
      })
      const nearest = (steps: readonly number[]): unknown =>
        steps.length === 0 ? undefined : { count: steps.length, steps: Math.min(...steps) }
      const told = (property: string): unknown => {
        const breach = found.breaches.get(property)
        return breach && { count: breach.count, steps: breach.trace.actions.length }
      }
      expect(told('bad node')).toEqual(nearest(badNodes.map((node) => far.get(node)!)))
      expect(told('bad edge')).toEqual(nearest(badEdges))
    }),
  )
})

test('every trace of a random graph is followed again and breaks what it was told for', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const model = modelOfGraph(graph)
      for (const [property, { trace }] of explore(model).breaches) {
        const again = replay(model, trace.actions)
        expect(again.kind).toBe('followed')
        expect(again.broken).toContain(property)
      }
    }),
  )
})
