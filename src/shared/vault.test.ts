import { describe, expect, it } from 'vitest'
import { createVault } from './vault.ts'

describe('vault', () => {
  it('gives back what was sealed and never the same bytes twice', async () => {
    const vault = await createVault(['a'.repeat(32)])
    const first = await vault.encrypt('13800000000 示例')
    const second = await vault.encrypt('13800000000 示例')
    expect(first).not.toBe(second)
    expect(first).not.toContain('138')
    expect(await vault.decrypt(first)).toBe('13800000000 示例')
  })

  it('reads rows of an older key and seals with the current one', async () => {
    const old = await createVault(['o'.repeat(32)])
    const sealed = await old.encrypt('示例')
    const rotated = await createVault(['n'.repeat(32), 'o'.repeat(32)])
    await expect(rotated.decrypt(sealed)).resolves.toBe('示例')
    expect(await rotated.encrypt('示例')).toContain(rotated.keyId)
    expect(rotated.keyId).not.toBe(old.keyId)
  })

  it('refuses a row it has no key for, and a changed one', async () => {
    const vault = await createVault(['a'.repeat(32)])
    const other = await createVault(['b'.repeat(32)])
    const sealed = await vault.encrypt('示例')
    await expect(other.decrypt(sealed)).rejects.toThrow(/unknown key/)
    // The last characters may hold bits that nobody reads.
    const at = sealed.length - 4
    const changed = sealed[at] === 'A' ? 'B' : 'A'
    await expect(
      vault.decrypt(sealed.slice(0, at) + changed + sealed.slice(at + 1)),
    ).rejects.toThrow(/./)
  })

  it('digests with the key, so a dump does not give phone numbers away by guessing', async () => {
    const vault = await createVault(['a'.repeat(32)])
    const other = await createVault(['b'.repeat(32)])
    expect(await vault.digest('x')).toBe(await vault.digest('x'))
    expect(await vault.digest('x')).not.toBe(await other.digest('x'))
  })
})
