// A real Better Auth server on the database at DATABASE_URL, with the features of a full one; OPTIONS (JSON) switches
// more, and says whom to ask `instead` of the providers whose addresses are in Better Auth's code. It listens on any free
// port and prints `ready http://127.0.0.1:PORT`; each mail that it would send is another line, of JSON.
import { createServer } from 'node:http'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { genericOAuth, organization, twoFactor } from 'better-auth/plugins'
import { drizzle } from 'drizzle-orm/node-postgres'
import { boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import pg from 'pg'

const instant = (name) => timestamp(name)
const now = () => new Date()
const schema = {
  user: pgTable('user', {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').default(false).notNull(),
    image: text('image'),
    createdAt: instant('created_at').defaultNow().notNull(),
    updatedAt: instant('updated_at').defaultNow().$onUpdate(now).notNull(),
  }),
  session: pgTable('session', {
    id: text('id').primaryKey(),
    expiresAt: instant('expires_at').notNull(),
    token: text('token').notNull().unique(),
    createdAt: instant('created_at').defaultNow().notNull(),
    updatedAt: instant('updated_at').$onUpdate(now).notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id').notNull(),
  }),
  account: pgTable('account', {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').defaultNow().notNull(),
    updatedAt: instant('updated_at').$onUpdate(now).notNull(),
  }),
  verification: pgTable('verification', {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').defaultNow().notNull(),
    updatedAt: instant('updated_at').defaultNow().$onUpdate(now).notNull(),
  }),
}

const mail = (kind) => async ({ user, url, token }) => console.log(JSON.stringify({ kind, to: user.email, url, token }))
const options = JSON.parse(process.env.OPTIONS || '{}')
const ask = globalThis.fetch
globalThis.fetch = (url, init) => {
  const [from, to] = Object.entries(options.instead ?? {}).find(([from]) => `${url}`.startsWith(from)) ?? ['', '']
  return ask(to + `${url}`.slice(from.length), init)
}
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 })
const server = createServer((request, response) => handle(request, response))
await new Promise((listening) => server.listen(Number(process.env.PORT || 0), '127.0.0.1', listening))
const baseURL = `http://127.0.0.1:${server.address().port}`
const passkey = async () => (await import('@better-auth/passkey')).passkey({ rpName: 'Spoor' })
const offered = { organization: () => organization({ sendInvitationEmail: async () => {} }), twoFactor: () => twoFactor(), passkey }
const plugins = await Promise.all((options.plugins ?? []).map((name) => offered[name]()))
const config = {
  appName: 'Spoor',
  baseURL,
  secret: process.env.BETTER_AUTH_SECRET,
  // With plugins it makes its own tables, in a database of its own.
  database: plugins.length ? pool : drizzleAdapter(drizzle(pool, { schema }), { provider: 'pg', schema }),
  plugins: [...plugins, ...(options.genericOAuth ? [genericOAuth({ config: options.genericOAuth })] : [])],
  emailAndPassword: { enabled: true, sendResetPassword: mail('reset'), ...options.emailAndPassword },
  emailVerification: { sendVerificationEmail: mail('verify'), ...options.emailVerification },
  user: {
    changeEmail: {
      enabled: true,
      ...(options.confirmEmailChange && { sendChangeEmailConfirmation: mail('confirm-change') }),
      ...options.changeEmail,
    },
    deleteUser: {
      enabled: true,
      ...(options.confirmDeletion && { sendDeleteAccountVerification: mail('delete') }),
    },
  },
  session: options.session,
  socialProviders: options.socialProviders,
  telemetry: { enabled: false },
  logger: { disabled: true },
}
if (plugins.length) await (await getMigrations(config)).runMigrations()
const auth = betterAuth(config)
const handle = toNodeHandler(auth)
console.log(`ready ${baseURL}`)
