/**
 * The pipeline as code, linted: workflows, Dockerfile, compose, Kubernetes. Each rule is shown to catch a
 * planted violation. No image is built here: deploy/README.md says so.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  checkCompose,
  checkDockerfile,
  checkKubernetes,
  checkWorkflow,
  type Step,
  type Workflow,
} from './checks/pipeline.ts'

const root = join(import.meta.dirname, '..')
const textAt = (path: string): string => readFileSync(join(root, path), 'utf8')
// The platform's own parser: the root names no packages that only one test needs.
const { parse, parseAllDocuments } = createRequire(join(root, 'platform/package.json'))('yaml') as {
  parse(text: string): unknown
  parseAllDocuments(text: string): { toJS(): Record<string, unknown> }[]
}
const yaml = (text: string) => parse(text) as Record<string, unknown>

const ciLines = [/^npm ci$/, /^npm test$/, /write-openapi\.ts --since/]
const releaseLines = [
  /docker build .*deploy\/Dockerfile/,
  /if docker run .*exit 1/,
  /docker run -d/,
  /\/readyz/,
  /docker push/,
  /docker compose up .*--wait/,
  /kubectl rollout status/,
  /\/readyz/,
]

const workflow = (change: Partial<Workflow['jobs'][string]> = {}, ...steps: Step[]): Workflow => {
  const job = {
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 5,
    steps: [{ run: 'npm ci\nnpm test' }, ...steps],
  }
  return { permissions: {}, jobs: { test: { ...job, ...change } } }
}
const judge = (given: Workflow, text = '') => checkWorkflow('w', given, text, [/^npm ci$/, /^npm test$/])
const actions = `actions/checkout@${'a'.repeat(40)}`

describe('a workflow does what it must, in order, and gives nothing away', () => {
  it.each([
    ['.github/workflows/ci.yml', ciLines],
    ['.github/workflows/release.yml', releaseLines],
  ])('%s', (path, wanted) => {
    const text = textAt(path)
    expect(checkWorkflow(path, yaml(text) as unknown as Workflow, text, wanted)).toEqual([])
  })

  it.each([
    ['the tests go', workflow({ steps: [{ run: 'npm ci' }] }), 'nothing does'],
    ['the order turns', workflow({ steps: [{ run: 'npm test' }, { run: 'npm ci' }] }), 'nothing does'],
    ['an action floats', workflow({}, { uses: 'actions/checkout@v4' }), 'is not pinned'],
    ['a reusable workflow floats', workflow({ uses: 'a/b/.github/workflows/c.yml@main' }), 'is not pinned'],
    ['a runner floats', workflow({ 'runs-on': 'ubuntu-latest' }), 'its runner is not pinned'],
    ['a container floats', workflow({ container: { image: 'node' } }), 'node is not pinned'],
    ['a password is written out', workflow({}, { env: { DB_PASSWORD: 'letmein' } }), 'from the secrets'],
    ['a variable holds a key', workflow({ env: { SSH_KEY: '${{ vars.KEY }}' } }), 'from the secrets'],
    [
      'a title becomes a command',
      workflow({}, { run: 'echo ${{ github.event.pull_request.title }}' }),
      'pasted into a shell',
    ],
    ['an input becomes a command', workflow({}, { run: 'echo ${{ inputs.environment }}' }), 'pasted'],
  ])('or %s and is caught', (_, given, fault) => {
    expect(judge(given).join('\n')).toContain(fault)
  })

  it('or it may run for ever, with every right, and is caught', () => {
    const { jobs } = workflow()
    const { 'timeout-minutes': _, ...endless } = jobs['test'] ?? {}
    expect(judge({ jobs: { test: endless } })).toEqual([
      'w: asks for every permission',
      'w, test: may run for ever',
    ])
    expect(judge(workflow(), 'ghp_0123456789012345678901')).toEqual(['w: a secret stands in it'])
  })

  it('and what is right is let through', () => {
    const env = { DEPLOY_TOKEN: '${{ secrets.DEPLOY_TOKEN }}', PLACE: '${{ inputs.environment }}' }
    expect(judge(workflow({}, { uses: actions }, { run: 'echo "$PLACE"', env }))).toEqual([])
  })
})

describe('the image holds what runs, and no more', () => {
  const file = textAt('deploy/Dockerfile')
  it('here', () => expect(checkDockerfile('D', file)).toEqual([]))
  it.each([
    ['one stage', (text: string) => text.slice(0, text.indexOf('FROM debian')), 'in one stage'],
    ['a floating image', (text: string) => text.replace('debian:bookworm-slim', 'debian'), 'not pinned'],
    ['latest', (text: string) => text.replace('debian:bookworm-slim', 'debian:latest'), 'not pinned'],
    ['developers’ tools', (text: string) => text.replace(' --omit=dev', ''), 'only developers'],
    ['root', (text: string) => text.replace('USER 10001', 'USER root'), 'runs as root'],
    ['nobody named', (text: string) => text.replace('USER 10001\n', ''), 'runs as root'],
    ['no health check', (text: string) => text.replace('/readyz', '/'), 'whether it is ready'],
    ['a shell', (text: string) => text.replace('CMD ["node", "apps', 'CMD node apps'), 'through a shell'],
    ['a secret', (text: string) => `${text}ENV API_TOKEN=abc\n`, 'a secret stands in it'],
    ['no lock file', (text: string) => text.replace('npm ci', 'npm install'), 'lock file says'],
    ['a trial', (text: string) => text.replace('NODE_ENV=production', 'NODE_ENV=trial'), 'production mode'],
    ['a late install', (text: string) => `${text}RUN npm install left-pad\n`, 'where it runs'],
    ['something from elsewhere', (text: string) => `${text}ADD https://example.org/a /a\n`, 'adds what'],
  ])('or %s is caught', (_, change, fault) => {
    expect(change(file)).not.toBe(file)
    expect(checkDockerfile('D', change(file)).join('\n')).toContain(fault)
  })
})

describe('compose and Kubernetes are told their secrets by the environment', () => {
  const file = textAt('deploy/compose.yaml')
  it('here', () => {
    expect(checkCompose('c', yaml(file), file)).toEqual([])
    const objects = parseAllDocuments(textAt('deploy/kubernetes.yaml')).map((one) => one.toJS())
    expect(objects.map((one) => one['kind'])).toEqual(['Deployment', 'PersistentVolumeClaim', 'Service'])
    expect(checkKubernetes('k', objects)).toEqual([])
  })

  it.each([
    ['a password with a default', ['${DATABASE_PASSWORD:?', '${DATABASE_PASSWORD:-'], 'must come from'],
    [
      'a password written out',
      ['${DATABASE_PASSWORD:?letters and digits only}@', 'letmein@'],
      'a secret stands',
    ],
    ['a floating image', ['mariadb:10.11', 'mariadb'], 'not pinned'],
    ['a port for all', ['127.0.0.1:8080:8080', '8080:8080'], 'open to all'],
    ['a whole machine', ['read_only: true', 'privileged: true'], 'whole machine'],
    ['a silent database', ['healthcheck:', 'x-healthcheck:'], 'nobody asks'],
  ])('or %s is caught', (_, [from = '', to = ''], fault) => {
    const changed = file.replaceAll(from, to)
    expect(changed).not.toBe(file)
    expect(checkCompose('c', yaml(changed), changed).join('\n')).toContain(fault)
  })

  it.each([
    ['root', ['runAsNonRoot: true', 'runAsNonRoot: false'], 'runs as root'],
    ['no probe', ['/readyz', '/'], 'whether it is ready'],
    ['haste', ['terminationGracePeriodSeconds: 40', 'terminationGracePeriodSeconds: 5'], 'is killed'],
    [
      'an inline secret',
      ['envFrom: [{ secretRef: { name: tiantou } }]', 'env: [{ name: A, value: b }]'],
      'stand in it',
    ],
    ['a Secret', ['kind: Service', 'kind: Secret'], 'a Secret stands'],
  ])('or on Kubernetes %s is caught', (_, [from = '', to = ''], fault) => {
    const text = textAt('deploy/kubernetes.yaml')
    const changed = text.replaceAll(from, to)
    expect(changed).not.toBe(text)
    const objects = parseAllDocuments(changed).map((one) => one.toJS())
    expect(checkKubernetes('k', objects).join('\n')).toContain(fault)
  })
})
