/** What can be done to the tree of categories: the part of the contract that contract.ts takes in. Pure. */
import { Id, Nothing, Nullable, Obj, OneOf, Readable, Type } from '@tiantou/kernel'
import { CategoryCode, OwnRules } from './shapes.ts'

const who = { permission: 'product.category' } as const
const Position = Type.Integer({ minimum: 0, maximum: 9_999 })

export const no_such_category = {
  status: 422,
  doc: 'No category of that code, or it is retired.',
  data: Obj({ category: CategoryCode }),
}
const unknown_category = { status: 404, doc: 'No live category of that code.' }
const too_deep = {
  status: 422,
  doc: 'The tree would become deeper than it may be.',
  data: Obj({ max: Type.Integer() }),
}
const root_needs_rules = {
  status: 422,
  doc: 'A root has nobody to inherit from: it must say the rule that is named.',
  data: Obj({ rule: OneOf('storageClass', 'shelfLifeDays', 'claimWindowHours', 'documents') }),
}
const category_changed_meanwhile = {
  status: 409,
  doc: 'Somebody changed the category since that version: read it again.',
  data: Obj({ version: Type.Integer() }),
}

export const categoryCommands = {
  createCategory: {
    doc: 'Adds a category below another, or a root. Its code is for good.',
    who,
    route: { method: 'POST', path: '/staff/categories' },
    input: Obj({
      code: CategoryCode,
      name: Readable(20),
      parent: Nullable(CategoryCode),
      position: Position,
      rules: OwnRules,
    }),
    output: Nothing,
    refusals: {
      no_such_category,
      category_exists: { status: 409, doc: 'The code is taken, perhaps by a retired category.' },
      too_deep,
      root_needs_rules,
    },
  },
  changeCategory: {
    doc: 'Replaces name, position and own rules; products below that say nothing themselves follow.',
    who,
    route: { method: 'PUT', path: '/staff/categories/:code' },
    input: Obj({
      code: CategoryCode,
      version: Type.Integer({ minimum: 1 }),
      name: Readable(20),
      position: Position,
      rules: OwnRules,
    }),
    output: Obj({ version: Type.Integer() }),
    refusals: { unknown_category, category_changed_meanwhile, root_needs_rules },
  },
  moveCategory: {
    doc: 'Hangs a category with all below it under another, or makes it a root.',
    who,
    route: { method: 'POST', path: '/staff/categories/:code/move' },
    input: Obj({ code: CategoryCode, parent: Nullable(CategoryCode), position: Position }),
    output: Obj({ version: Type.Integer() }),
    refusals: {
      unknown_category,
      no_such_category,
      circle: { status: 422, doc: 'A category cannot hang below itself.' },
      too_deep,
      root_needs_rules,
    },
  },
  retireCategory: {
    doc: 'Takes an empty category out of use; its code is not given again.',
    who,
    route: { method: 'POST', path: '/staff/categories/:code/retire' },
    input: Obj({ code: CategoryCode }),
    output: Nothing,
    refusals: {
      unknown_category,
      category_in_use: {
        status: 409,
        doc: 'Live categories hang below it, or products name it.',
        data: Obj({ children: Type.Integer(), hasProducts: Type.Boolean() }),
      },
    },
  },
  applyRules: {
    doc: 'Lets products follow the changed rules of their categories, some hundreds at a time.',
    who: 'system',
    input: Nothing,
    output: Obj({ productIds: Type.Array(Id('prd')), more: Type.Boolean() }),
  },
} as const

/** Declared apart so that both sides of a bulk change name one list. */
export const BulkNo = OneOf(
  'no_such_product',
  'no_such_sku',
  'changed_meanwhile',
  'wrong_state',
  'price_out_of_bounds',
)
