/** What the service promises whoever runs it, by the item of the plan that says so. */
export const GROUPS = {
  '9.1': 'Data never gets lost and can move',
  '9.2': 'Keys and people',
  '9.3': 'Limits that never block an emergency',
  '9.5': 'Fails well',
  '9.7': 'Privacy',
} as const
export type Group = keyof typeof GROUPS

/** What can happen to a running service; each is tried by name. */
export const FAULTS = [
  'drain',
  'two processes',
  'killed process',
  'database restart',
  'disk full',
  'clock jump',
  'slow client',
  'model flapping',
] as const
export type Fault = (typeof FAULTS)[number]

/** One thing in the sources that keeps a promise, and the test that must notice when it is taken away. */
export type Protection = {
  id: string
  /** Item of the plan, and the requirement where there is one: `9.3 R-OPS-4`. */
  promise: Group | `${Group} ${string}`
  fault?: Fault
  /** What is promised, in one line. */
  says: string
  /** What is taken away. */
  takes: string
  /** From the root of the project. */
  file: string
  /** Occurs once in the file. */
  find: string
  replace: string
  /** `name` is the end of the test's title; of a table of cases it names one or more. `chapter`: it stands on those before it. */
  test: { file: string; name: string; chapter?: true }
  /** `server` needs TEST_DATABASE_URL. */
  project: 'unit' | 'server'
  /** `time`: without the protection the test waits in vain. */
  by?: 'time'
}

export function groupOf({ promise }: Pick<Protection, 'promise'>): Group {
  return promise.split(' ')[0] as Group
}

/** The text without the protection. Throws when the text is not the one the row was written for. */
export function takeAway(text: string, { id, file, find, replace }: Protection): string {
  const found = text.split(find).length - 1
  if (found !== 1) throw new Error(`${id}: what is to be taken away is ${found} times in ${file}`)
  return text.replace(find, () => replace)
}
