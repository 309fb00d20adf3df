/** mulberry32: the same seed gives the same order on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** In place. */
export function shuffle<Item>(items: Item[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [held, other] = [items[i], items[j]]
    if (held === undefined || other === undefined) continue
    items[i] = other
    items[j] = held
  }
}

export function pickOne(items: readonly string[], random: () => number): string {
  return items[Math.floor(random() * items.length)] ?? ''
}

export function pickSome(items: readonly string[], count: number, random: () => number): string[] {
  const order = [...items]
  shuffle(order, random)
  return order.slice(0, count)
}
