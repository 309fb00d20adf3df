export type Open311Problem = { code: number; description: string }

/** Several faults of one request, listed together; the HTTP status is the gravest's. */
export class Open311Error extends Error {
  readonly status: 400 | 403 | 404
  readonly problems: readonly Open311Problem[]

  constructor(status: 400 | 403 | 404, problems: readonly string[]) {
    super(problems.join('; '))
    this.name = 'Open311Error'
    this.status = status
    this.problems = problems.map((description) => ({ code: status, description }))
  }
}
