/** Flows that carry secrets: nothing readable at rest, and a used key takes no guesses that do not count. */
import { describe, expect, it } from 'vitest'
import { declareFlow, Obj, passOn, Type } from '@tiantou/kernel'
import { flow, type FlowContext } from '../src/index.ts'
import { eachDatabase, type TestHouse } from '../src/testing/index.ts'
import { Stock, Till } from './toys/contracts.ts'
import { before, fill, guest, rowsIn, toyBank, toyParts } from './toys/house.ts'
import { GOOD_CODE, stock } from './toys/stock.ts'
import { till } from './toys/till.ts'

const SignIn = declareFlow('toy-sign-in', {
  doc: 'Tells a code and is let in.',
  who: 'anyone',
  secret: true,
  input: Obj({ code: Type.String(), slowly: Type.Boolean() }),
  output: Obj({ accessToken: Type.String() }),
  refusals: passOn(Stock.commands.guess, Till.effects.charge),
})

const signIn = flow(SignIn, async ({ code, slowly }, { step, effect }: FlowContext<typeof SignIn>) => {
  const { accessToken } = await step('guess', Stock.commands.guess, { code })
  if (slowly) await effect('ask', Till.effects.charge, { saleId: 's', fen: 1 })
  return { accessToken }
})

const corridorText = async (house: TestHouse) => {
  const tables = ['platform_done', 'platform_flow', 'platform_outbox', 'platform_audit']
  return JSON.stringify(await Promise.all(tables.map((table) => rowsIn(house, table))))
}

eachDatabase((_name, open) => {
  describe.each([true, false])('fused: %s', (fuse) => {
    const opened = async () => {
      const bank = toyBank()
      const guesses: string[] = []
      const counting = before(stock, ['guess'], (name) => guesses.push(name))
      const parts = { ...toyParts(bank), modules: [counting, till], flows: [signIn], reactions: [] }
      const house = await open({ ...parts, options: { fuse } })
      await fill(house)
      const run = (key: string, code: string, slowly = false) =>
        house.run(SignIn, { code, slowly }, { key, actor: guest() })
      return { bank, house, run, guesses }
    }

    it.each([false, true])(
      'keep code and token to themselves (with an effect in between: %s)',
      async (slowly) => {
        const { house, run } = await opened()
        const first = await run('key-1', GOOD_CODE, slowly)
        if (!first.ok) throw new Error(first.code)
        expect(await run('key-1', GOOD_CODE, slowly)).toEqual(first)
        const text = await corridorText(house)
        expect(text).not.toContain(first.value.accessToken)
        expect(text).not.toContain(GOOD_CODE)
      },
    )

    it('keep them also while they wait, and after a crash', async () => {
      const { bank, house, run } = await opened()
      bank.before = () => {
        throw new Error('The process died.')
      }
      await expect(run('key-1', GOOD_CODE, true)).rejects.toMatchObject({ code: 'platform.in_progress' })
      const text = await corridorText(house)
      expect(text).not.toMatch(/accessToken|4711/)
      bank.before = () => undefined
      house.clock.advance(60_000)
      const answer = await run('key-1', GOOD_CODE, true)
      expect(answer).toMatchObject({ ok: true })
      expect(await run('key-1', GOOD_CODE, true)).toEqual(answer)
    })

    it('count every wrong guess, and take none under a used key', async () => {
      const { run, guesses } = await opened()
      expect(await run('key-1', '0000')).toMatchObject({ code: 'stock.wrong_code', data: { tries: 1 } })
      expect(await run('key-1', '0000')).toMatchObject({ code: 'stock.wrong_code', data: { tries: 1 } })
      for (const code of ['0001', GOOD_CODE]) {
        await expect(run('key-1', code)).rejects.toMatchObject({ code: 'platform.key_reused' })
      }
      expect(guesses).toEqual(['guess'])
      expect(await run('key-2', '0001')).toMatchObject({ data: { tries: 2 } })
    })
  })
})
