/** Alarms of module claim, on every database: who waits too long, lots of which unusually much is claimed. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Claim } from '../src/contract.ts'
import { claimModule } from '../src/index.ts'
import { aClaim, anybody, idOf, judge } from './factory.ts'

const { open: openClaim, noteSent, endAlarm, tellWaiting } = Claim.commands
const hour_ms = 3_600_000
const by = { actor: judge }

eachDatabase((_name, open) => {
  let house: TestHouse
  const suspicious: string[] = []
  const late: string[] = []
  beforeAll(async () => {
    house = await open({ modules: [claimModule] })
    house.house.listen(Claim.events.lot_suspicious, ({ lotId }) => suspicious.push(lotId))
    house.house.listen(Claim.events.waiting_long, ({ claimId }) => late.push(claimId))
  })

  const code = async (answered: Promise<{ ok: boolean; code?: string }>) => (await answered).code

  test('who waits too long is told of, once', async () => {
    const asked = aClaim(house, anybody().id, { cause: 'wrong_item' })
    const { claimId } = await house.must(openClaim, asked)
    await house.must(tellWaiting, {})
    await house.settle()
    expect(late).not.toContain(claimId)
    house.clock.advance(24 * hour_ms)
    await house.must(tellWaiting, {})
    await house.must(tellWaiting, {})
    await house.settle()
    expect(late.filter((one) => one === claimId)).toHaveLength(1)
  })

  test('a lot of which unusually much is claimed raises an alarm, once', async () => {
    const lot = { skuId: idOf('sku'), lotId: idOf('lot'), lotNo: 'C3', title: '苹果', pieces: 100 }
    await house.must(noteSent, { userId: anybody().id, lots: [lot] })
    for (let at = 0; at < 4; at++) {
      const asked = aClaim(house, anybody().id)
      const lots = [{ ...lot, skuId: asked.skuId, pieces: 10 }]
      await house.must(openClaim, { ...asked, lots })
    }
    await house.settle()
    expect(suspicious.filter((one) => one === lot.lotId)).toHaveLength(1)
    const listed = async () =>
      (await house.ask(Claim.queries.lots, {}, by)).items.find((one) => one.lotId === lot.lotId)
    expect(await listed()).toMatchObject({ sentPieces: 100, badPieces: 8, claims: 4 })
    await house.must(endAlarm, { lotId: lot.lotId }, by)
    expect(await listed()).toBeUndefined()
    expect(await code(house.run(endAlarm, { lotId: idOf('lot') }, by))).toBe('claim.no_such_lot')
  })
})
