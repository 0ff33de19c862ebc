/** What module logistics may know of an address: where it is, and of no person. */
interface Address {
  readonly regionCode: string
  readonly province: string
  readonly city: string
  readonly county: string
  readonly detail: string
}

/** The address in full as a map reads it; a city that is its own province is said once. */
export const addressOnMap = ({ regionCode, province, city, county, detail }: Address) => ({
  regionCode,
  text: `${province}${city === province ? '' : city}${county}${detail}`,
})
