/** Numbers from 0 to 1 with all their digits, the same ones each time. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state * 2 ** 21 + (Math.imul(state, 69069) >>> 11)) / 2 ** 53
  }
}
