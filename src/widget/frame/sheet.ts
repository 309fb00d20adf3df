export type Sheet =
  | { kind: 'source'; passageId: string; quote: string }
  | { kind: 'track'; ticketNo: string }
  | { kind: 'privacy' }
  | null
