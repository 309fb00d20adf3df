import type { Context } from 'hono'
import type { Ports, ServiceContext } from '../ports.ts'
import type { Actor } from '../shared/actor.ts'

/** The app's only view of the world: built ports come in as bindings, the same on Node, on Workers and in tests. */
export type HttpEnv = {
  Bindings: { ports: Ports; clientAddress?: string; assets?: AssetSource }
  Variables: { requestId: string; actor: Actor; locale: 'zh-CN' | 'en' }
}

/** Built browser files: the file system on Node, the static-assets binding on Workers. */
export type AssetSource = {
  /** Undefined when there is no such file. */
  read(path: string): Promise<{ body: Uint8Array<ArrayBuffer> | string; etag?: string } | undefined>
}

export type HttpContext = Context<HttpEnv>

export function serviceContext(c: HttpContext): ServiceContext {
  return {
    ...c.env.ports,
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    locale: c.get('locale'),
  }
}
