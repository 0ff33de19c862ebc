/** The house and the browser that the journeys of one file share. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launch } from './browser.ts'
import { openHouse, type House } from './house.ts'
import { comeIn, station, warehouse, type Device } from './people.ts'
import { stopLotsOf } from './staff.ts'

/** Opens both before the tests of the file that calls it, and closes them behind the last. */
export const town = (settings?: string) => {
  let house: House
  let browser: Browser
  beforeAll(async () => {
    house = await openHouse(settings)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await house?.stop()
  })
  return {
    comeIn: (at: Device) => comeIn(browser, house, at),
    warehouse: () => warehouse(browser, house),
    station: () => station(browser, house),
    stopLotsOf: (orderId: string, how: 'hold' | 'recall') => stopLotsOf(house, orderId, how),
  }
}
