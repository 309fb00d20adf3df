export type Sheet =
  | { kind: 'source'; passageId: string; quotes: readonly string[] }
  | { kind: 'track'; ticketNo: string }
  | { kind: 'privacy' }
  | { kind: 'stations' }
  | { kind: 'vote' }
  | null
