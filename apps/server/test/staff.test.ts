/** The operator's command about staff, beside a running platform on the same database. */
import { beforeAll, expect, test } from 'vitest'
import { doForStaff } from '@tiantou/server'
import { eachPlatform, must, type TestPlatform } from './platform.ts'

eachPlatform((_name, open) => {
  let test_: TestPlatform
  beforeAll(async () => {
    test_ = await open()
  })
  const run = (line: string, input = '') =>
    doForStaff(test_.platform.house, line.split(' '), () => Promise.resolve(input))
  const passwordIn = (said: string) => /: (\S{24})\n$/.exec(said)?.[1] ?? ''
  const enter = (account: string, password: string) =>
    test_.as().post('/staff/sign-in', { account, password })

  test('the first account may do everything, with a password that is said once', async () => {
    const said = await run('add anna 安娜')
    const session = must(await enter('anna', passwordIn(said)))
    expect(session.permissions).toEqual(
      expect.arrayContaining(['staff.manage', 'order.ship', 'product.write', 'settings.manage']),
    )
    const anna = test_.as(session.accessToken)
    expect(must(await anna.get('/staff/settings')).items.length).toBeGreaterThan(10)
    expect(JSON.stringify(must(await anna.get('/staff/orders?state=paid')))).toContain('items')
    await expect(run('add anna 安娜')).rejects.toThrow('There is an account anna already')
  })

  test('an owner gives another role its permissions', async () => {
    const anna = test_.as(must(await enter('anna', passwordIn(await run('password anna')))).accessToken)
    const password = passwordIn(await run('add bo.li 李博 --role packer'))
    expect(must(await enter('bo.li', password)).permissions).toEqual([])
    must(await anna.post('/staff/roles/packer/permissions', { permissions: ['order.read', 'order.ship'] }))
    expect(must(await enter('bo.li', password)).permissions).toEqual(['order.read', 'order.ship'])
  })

  test('a password can be handed in, and another one closes the door on the old', async () => {
    await run('add chen 陈 --password-stdin', 'correct horse battery\n')
    const { accessToken } = must(await enter('chen', 'correct horse battery'))
    const next = passwordIn(await run('password chen'))
    expect((await enter('chen', 'correct horse battery')).status).toBe(401)
    expect((await test_.as(accessToken).get('/staff/settings')).status).toBe(401)
    must(await enter('chen', next))
    await expect(run('password nobody')).rejects.toThrow('There is no account nobody')
    await expect(run('add dora 多拉 --password-stdin', 'short\n')).rejects.toThrow('12 to 200')
  })

  test.each([
    '',
    'add',
    'add x 名',
    'add anna',
    'fire anna',
    'password',
    'password a b',
    'add a b c',
    'add --x',
  ])('what makes no sense is answered with a sentence: %j', async (line) => {
    await expect(run(line)).rejects.toThrow(/npm run staff|An account is/)
  })
})
