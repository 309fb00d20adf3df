/** Pages say so at most this often, and show it this long after the last time. */
export const TYPING_TOLD_MS = 3_000
export const TYPING_SHOWN_MS = 6_000
