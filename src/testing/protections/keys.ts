import type { Protection } from './protection.ts'

const RESEAL = 'src/operations/reseal.test.ts'

/** Rotation belongs to the keys, and to what may get lost: a column left behind cannot be read when the old key goes. */
export const KEYS: readonly Protection[] = [
  {
    id: 'rotation-columns',
    promise: '9.2',
    says: 'a rotation seals every sealed column again',
    takes: 'one of the columns: where notices go',
    file: 'src/operations/reseal-store.ts',
    find: `{ table: 'ticket_notice_contacts', column: 'address_sealed' },`,
    replace: '',
    test: {
      file: RESEAL,
      name: 'seals everything again while the service runs, and the old key may go',
    },
    project: 'unit',
  },
  {
    id: 'rotation-digest',
    promise: '9.2',
    says: 'the same phone is recognised after a rotation',
    takes: 'the new digest',
    file: 'src/operations/reseal.ts',
    find: 'if (replaced && digest !== undefined) await replaceDigest(tx, { id, digest })',
    replace: '',
    test: { file: RESEAL, name: 'goes on recognising the same phone' },
    project: 'unit',
  },
  {
    id: 'rotation-beside',
    promise: '9.2',
    says: 'a row that changes while it is sealed anew keeps its change',
    takes: 'the comparison with what was read',
    file: 'src/operations/reseal-store.ts',
    find: 'where id = ${input.id} and ${sql(column)} = ${input.from}`',
    replace: 'where id = ${input.id}`',
    test: { file: RESEAL, name: 'leaves a row alone that changed meanwhile' },
    project: 'unit',
  },
  {
    id: 'rotation-former',
    promise: '9.2',
    says: 'what the former key sealed can be read while the rotation lasts',
    takes: 'the former keys',
    file: 'src/shared/vault.ts',
    find: 'const keys = new Map([current, ...older].map((key) => [key.id, key]))',
    replace: 'const keys = new Map([current].map((key) => [key.id, key]))',
    test: {
      file: 'src/shared/vault.test.ts',
      name: 'reads rows of an older key and seals with the current one',
    },
    project: 'unit',
  },
  {
    id: 'sealed-changed',
    promise: '9.2',
    says: 'a sealed value that somebody changed is refused',
    takes: 'the authentication of the cipher',
    file: 'src/shared/vault.ts',
    find: `const plain = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: bytes.subarray(0, 12) },
        key.cipher,
        bytes.subarray(12),
      )`,
    replace: `const plain = await crypto.subtle
        .decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12) }, key.cipher, bytes.subarray(12))
        .catch(() => bytes.subarray(12))`,
    test: {
      file: 'src/shared/vault.test.ts',
      name: 'refuses a row it has no key for, and a changed one',
    },
    project: 'unit',
  },
  {
    id: 'reset-ends-sessions',
    promise: '9.2',
    says: 'a reset by an administrator ends every session',
    takes: 'the end of the sessions',
    file: 'src/staff/manage.ts',
    find: `await replacePassword(tx, { userId, hash, at })
    await endSessions(tx, { userId, id: null })`,
    replace: 'await replacePassword(tx, { userId, hash, at })',
    test: {
      file: 'src/staff/security.test.ts',
      name: 'a reset link works once, ends all sessions and a lock, and refuses a weak password',
    },
    project: 'unit',
  },
  {
    id: 'factor-lost',
    promise: '9.2',
    says: 'a lost second factor is cleared by an administrator, and every session with it',
    takes: 'the end of the sessions',
    file: 'src/staff/manage.ts',
    find: `await removeSecondFactor(tx, userId)
    await endSessions(tx, { userId, id: null })`,
    replace: 'await removeSecondFactor(tx, userId)',
    test: {
      file: 'src/staff/security.test.ts',
      name: 'a second factor is asked for once set up; its secret is sealed at rest',
    },
    project: 'unit',
  },
  {
    id: 'session-revoke',
    promise: '9.2',
    says: 'one session is ended, the others stay',
    takes: 'the question which session',
    file: 'src/staff/security-store.ts',
    find: '(${row.id}::text is null or id = ${row.id}) returning id`',
    replace: '(${row.id}::text is not null or true) returning id`',
    test: {
      file: 'src/staff/security.test.ts',
      name: 'sessions are listed without their tokens, and end one by one',
    },
    project: 'unit',
  },
]
