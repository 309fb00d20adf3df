/** A picture and nothing that a browser could run. */
export function photoResponse(photo: { type: string; bytes: Uint8Array<ArrayBuffer> }): Response {
  return new Response(photo.bytes, {
    headers: {
      'Content-Type': photo.type,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, max-age=600',
    },
  })
}
