/** Runs `done` once when the body was read to its end, failed, or was given up: code after `await next()` runs too early for streams. */
export function onBodyEnd(response: Response, done: () => void): Response {
  if (response.body === null) {
    done()
    return response
  }
  let finished = false
  const finish = (): void => {
    if (finished) return
    finished = true
    done()
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done: ended, value } = await reader.read()
        if (ended) {
          controller.close()
          finish()
        } else controller.enqueue(value)
      } catch (error) {
        controller.error(error)
        finish()
      }
    },
    async cancel(reason) {
      finish()
      await reader.cancel(reason)
    },
  })
  return new Response(body, response)
}
