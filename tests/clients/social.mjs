// Lets the real better-auth client do argv[2] with the cookies of COOKIE, at the app of BASE_URL; prints what came back
// and the cookies that were set.
import { createAuthClient } from 'better-auth/client'

const { BASE_URL, COOKIE } = process.env
const cookies = []
const client = createAuthClient({
  baseURL: BASE_URL,
  fetchOptions: {
    customFetchImpl: async (url, options) => {
      const headers = new Headers(options.headers)
      headers.set('origin', BASE_URL) // as a browser does, and Node's fetch does not
      if (COOKIE) headers.set('cookie', COOKIE)
      const response = await fetch(url, { ...options, headers, redirect: 'manual' })
      cookies.push(...response.headers.getSetCookie())
      return response
    },
  },
})

/** What a call gave; it must have succeeded. */
const given = ({ data, error }) => {
  if (error) throw new Error(JSON.stringify(error))
  return data
}
const acts = {
  begin: async (provider) =>
    given(await client.signIn.social({ provider, callbackURL: '/dashboard', errorCallbackURL: '/sign-in' })),
  link: async (provider) =>
    given(await client.linkSocial({ provider, callbackURL: '/settings', errorCallbackURL: '/settings' })),
  look: async () => {
    const session = given(await client.getSession())
    const accounts = given(await client.listAccounts())
    const accountId = accounts[0].id
    const token = given(await client.getAccessToken({ accountId }))
    const refreshed = given(await client.refreshToken({ accountId }))
    const info = given(await client.accountInfo({ query: { accountId } }))
    return { session, accounts, token, refreshed, info }
  },
}
const [act, ...more] = process.argv.slice(2)
const data = await acts[act](...more)
console.log(JSON.stringify({ data, cookies }))
