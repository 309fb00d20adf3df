import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the provider does wrong when asked to. */
export type OidcFault =
  | 'none'
  | 'other_key'
  | 'other_audience'
  | 'other_issuer'
  | 'expired'
  | 'other_nonce'
  | 'no_id_token'
  | 'unsigned'
  | 'refuses'

type Grant = { clientId: string; redirectUri: string; challenge: string; nonce: string }
export type OidcStub = Awaited<ReturnType<typeof startOidcStub>>

const CLIENT = { id: 'grid-worker', secret: 'oidc-stub-secret' }
const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url')

function keyPair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function jwt(key: KeyObject | null, claims: object): string {
  const head = key === null ? { alg: 'none' } : { alg: 'RS256', kid: 'k1', typ: 'JWT' }
  const body = `${base64url(head)}.${base64url(claims)}`
  if (key === null) return `${body}.`
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return new URLSearchParams(text)
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

/** A small OpenID provider: discovery, authorization code with PKCE and nonce, signed ID tokens, JWKS. */
export async function startOidcStub() {
  const [own, foreign] = [keyPair(), keyPair()]
  const grants = new Map<string, Grant>()
  const state = {
    subject: 'gonghao-0001',
    claims: {} as Record<string, unknown>,
    fault: 'none' as OidcFault,
    seen: [] as string[],
  }
  let issuer = ''

  function authorize(url: URL, response: ServerResponse): void {
    const ask = (name: string): string => url.searchParams.get(name) ?? ''
    const wrong =
      ask('client_id') !== CLIENT.id ||
      ask('response_type') !== 'code' ||
      ask('code_challenge_method') !== 'S256' ||
      !ask('scope').split(' ').includes('openid') ||
      ask('nonce') === ''
    if (wrong) return json(response, 400, { error: 'invalid_request' })
    const back = new URL(ask('redirect_uri'))
    back.searchParams.set('state', ask('state'))
    if (state.fault === 'refuses') back.searchParams.set('error', 'access_denied')
    else {
      const code = crypto.randomUUID()
      grants.set(code, {
        clientId: ask('client_id'),
        redirectUri: ask('redirect_uri'),
        challenge: ask('code_challenge'),
        nonce: ask('nonce'),
      })
      back.searchParams.set('code', code)
    }
    response.writeHead(302, { Location: back.href }).end()
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readForm(request)
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    // Once only, as the standard asks.
    grants.delete(code)
    const verifier = form.get('code_verifier') ?? ''
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    if (
      grant === undefined ||
      form.get('client_secret') !== CLIENT.secret ||
      form.get('redirect_uri') !== grant.redirectUri ||
      challenge !== grant.challenge
    )
      return json(response, 400, { error: 'invalid_grant' })
    const { fault } = state
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: fault === 'other_issuer' ? 'https://example.org' : issuer,
      aud: fault === 'other_audience' ? 'another-client' : CLIENT.id,
      sub: state.subject,
      iat: now - 5,
      exp: fault === 'expired' ? now - 3600 : now + 300,
      nonce: fault === 'other_nonce' ? 'another' : grant.nonce,
      ...state.claims,
    }
    const key = fault === 'other_key' ? foreign.privateKey : own.privateKey
    const idToken = jwt(fault === 'unsigned' ? null : key, claims)
    json(response, 200, {
      access_token: 'stub-access-token',
      token_type: 'Bearer',
      expires_in: 300,
      ...(fault === 'no_id_token' ? {} : { id_token: idToken }),
    })
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    state.seen.push(url.pathname)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        })
      case '/jwks': {
        const key = own.publicKey.export({ format: 'jwk' })
        return json(response, 200, { keys: [{ ...key, kid: 'k1', alg: 'RS256', use: 'sig' }] })
      }
      case '/authorize':
        return authorize(url, response)
      case '/token':
        return void token(request, response)
      default:
        return json(response, 404, {})
    }
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    state,
    settings: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
    },
    close: () => new Promise((settle) => server.close(settle)),
  }
}
