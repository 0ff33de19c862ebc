/** The permissions that the contracts of this house declare; module user cannot see the others' contracts. */
import { type House, newId } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'

interface Permission {
  readonly code: string
  readonly meaning: string
  readonly offered: boolean
}

/** Every permission there is. */
export const permissionsOf = ({ corridor }: House): Permission[] =>
  [...corridor.registry.modules.values()].flatMap((module) =>
    Object.entries(module.contract.permissions).map(([code, meaning]) => {
      const offered = module.contract.partnerScopes.includes(code)
      return { code, meaning, offered }
    }),
  )

/** Tells module user of them. */
export const declarePermissions = async (house: House): Promise<void> => {
  const by = { actor: { kind: 'system', id: 'start' }, key: newId(house.corridor.clock, 'key') } as const
  await house.run(User.commands.declarePermissions, { permissions: permissionsOf(house) }, by)
}
