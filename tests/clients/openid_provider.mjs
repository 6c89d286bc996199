// A real OpenID provider (oidc-provider) for the tests, with GitHub's paths and GitHub's API beside OpenID's own.
//
// Its configuration is JSON on the command line: `port`, `key` (the private RSA key as a JWK), `redirects` (where
// browsers may be sent back to) and `people` (login → claims). It prints a line when it listens and ends with its input.

import Provider from 'oidc-provider'

const { port, key, redirects, people } = JSON.parse(process.argv[2])
const issuer = `http://localhost:${port}`
const secrets = { 'google-app': 'google-secret', 'github-app': 'github-secret', 'company-app': 'company-secret' }

/** What is known of whoever typed `login` into the sign-in form: the test says it, or it is made of the login. */
const person = (login) => ({
  id: parseInt(Buffer.from(login).toString('hex'), 16) % 1e9, // as at GitHub, a number that stays
  name: login,
  email: `${login}@example.com`,
  email_verified: true,
  picture: `https://pictures.example/${login}`,
  ...people[login],
})

const provider = new Provider(issuer, {
  clients: Object.entries(secrets).map(([id, secret]) => ({
    client_id: id,
    client_secret: secret,
    redirect_uris: redirects,
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
  })),
  findAccount: (_, login) => ({ accountId: login, claims: () => ({ sub: login, ...person(login) }) }),
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
  scopes: ['openid', 'offline_access', 'read:user', 'user:email'],
  conformIdTokenClaims: false, // as Google has it: address and name are in the id token
  issueRefreshToken: () => true,
  pkce: { required: () => true },
  jwks: { keys: [key] },
  cookies: { keys: ['only for tests'] },
  routes: { authorization: '/login/oauth/authorize', token: '/login/oauth/access_token', jwks: '/jwks' },
})

// GitHub answers a refused exchange with status 200 and parts scopes by commas.
provider.use(async (context, next) => {
  await next()
  if (context.path !== '/login/oauth/access_token' || context.oidc?.client?.clientId !== 'github-app') return
  const { id_token: _, ...answer } = context.body
  if (answer.scope) answer.scope = answer.scope.replaceAll(' ', ',')
  context.body = answer
  if (answer.error) context.status = 200
})

// GitHub's API, for whoever has a token of this provider with the scope that GitHub asks for.
provider.use(async (context, next) => {
  if (!context.path.startsWith('/api/v3/')) return next()
  const token = await provider.AccessToken.find((context.get('authorization').match(/^Bearer (.+)$/) ?? [])[1] ?? '')
  if (!token) return context.throw(401)
  if (!context.get('user-agent')) return context.throw(403)
  const { accountId: login, scope } = token
  const { name, email, email_verified: verified, picture, id, public_email: shown, emails } = person(login)
  const scopes = (scope ?? '').split(' ')
  if (context.path === '/api/v3/user') {
    context.body = { id, login, name, email: shown ?? null, avatar_url: picture }
  } else if (context.path === '/api/v3/user/emails' && scopes.includes('user:email')) {
    context.body = emails ?? [
      { email: `${login}@users.noreply.example.com`, primary: false, verified: true },
      { email, primary: true, verified },
    ]
  } else context.throw(404)
})

const server = provider.listen(port, '127.0.0.1', () => console.log(`listening ${issuer}`))
process.stdin.on('end', () => server.close(() => process.exit())).resume()
