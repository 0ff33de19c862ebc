/**
 * What `npm run staff -- …` does about staff from the machine itself, beside a platform that runs or not yet
 * runs. This is how the first account comes into a production. No password is ever an
 * argument: it is drawn and said once, or read from standard input.
 */
import { parseArgs } from 'node:util'
import { system } from '@tiantou/kernel'
import { type House, newId } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import { hashPassword } from './house.ts'
import { declarePermissions, permissionsOf } from './permissions.ts'

const USAGE = `npm run staff -- add <account> <name> [--role <role>] [--password-stdin]
npm run staff -- password <account> [--password-stdin]

add       makes an account. Its role is "owner" unless another is named; owners may do everything that
          this release knows, any other new role nothing until it is given permissions.
password  gives an account another password and ends its sessions.

Without --password-stdin a password is drawn and said once.
`

const OWNER = 'owner'
const ACCOUNT = /^[\w.@-]{2,40}$/
const SHORTEST = 12

/** What the operator has to read instead of a trace. */
export class Mistake extends Error {}

const options = {
  role: { type: 'string', default: OWNER },
  'password-stdin': { type: 'boolean', default: false },
} as const

const read = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [verb = '', account = '', name = '', ...rest] = positionals
    return { verb, account, name, rest, role: values.role, fromStdin: values['password-stdin'] }
  } catch (error) {
    throw new Mistake(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

type Asked = ReturnType<typeof read>

const check = ({ verb, account, name, rest, role }: Asked): void => {
  const wanted = verb === 'add' ? name !== '' : verb === 'password' && name === ''
  if (!wanted || rest.length > 0) throw new Mistake(USAGE)
  if (!ACCOUNT.test(account))
    throw new Mistake('An account is 2 to 40 letters, digits, dots, dashes, underscores or @.')
  if (name.length > 30) throw new Mistake('A name has at most 30 characters.')
  if (role === '' || role.length > 40) throw new Mistake('A role has 1 to 40 characters.')
}

/** Says what is wrong with the arguments before anything is opened. Throws `Mistake`. */
export const checkArguments = (args: readonly string[]): void => check(read(args))

const passwordOf = async (house: House, { fromStdin }: Asked, stdin: () => Promise<string>) => {
  if (!fromStdin) return { password: house.corridor.clock.random(18).toString('base64url'), drawn: true }
  const password = (await stdin()).replace(/\r?\n$/, '')
  if (password.length < SHORTEST || password.length > 200)
    throw new Mistake(`A password has ${SHORTEST} to 200 characters.`)
  return { password, drawn: false }
}

/** Owners may do all that this release knows, also when the role was made by an older one. */
const add = async (house: House, { account, name, role }: Asked, passwordHash: string): Promise<void> => {
  const by = () => ({ actor: system('operator'), key: newId(house.corridor.clock, 'key') })
  const permissions = role === OWNER ? permissionsOf(house).map(({ code }) => code) : []
  const made = await house.run(
    User.commands.createStaff,
    { account, name, passwordHash, role, permissions },
    by(),
  )
  if (!made.ok) throw new Mistake(`There is an account ${account} already.`)
  if (role !== OWNER) return
  await declarePermissions(house)
  const given = await house.run(User.commands.setRolePermissions, { role, permissions }, by())
  if (!given.ok) throw new Error(`The role ${role} could not be given its permissions: ${given.code}.`)
}

const renew = async (house: House, { account }: Asked, passwordHash: string): Promise<void> => {
  const by = { actor: system('operator'), key: newId(house.corridor.clock, 'key') }
  const done = await house.run(User.commands.setStaffPassword, { account, passwordHash }, by)
  if (!done.ok) throw new Mistake(`There is no account ${account}.`)
}

/** Does what the arguments ask and answers what there is to say. Throws `Mistake` with a sentence. */
export const doForStaff = async (
  house: House,
  args: readonly string[],
  stdin: () => Promise<string>,
): Promise<string> => {
  const asked = read(args)
  check(asked)
  const { password, drawn } = await passwordOf(house, asked, stdin)
  const passwordHash = await hashPassword(password, house.corridor.clock.random(16))
  await (asked.verb === 'add' ? add : renew)(house, asked, passwordHash)
  const said = asked.verb === 'add' ? `${asked.account} may sign in as ${asked.role}.` : 'Changed.'
  return drawn ? `${said} Password, said only now: ${password}\n` : `${said}\n`
}
