// Better Auth's own hashes and cookies. Reads {hashes: [{password, hash}], cookies: [{value, secret, cookie}]} from the
// standard input; says of each hash whether it is the password's, and of each cookie what is in it, and makes its own.
import { readFileSync } from 'node:fs'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { createEndpoint } from 'better-call'

const given = JSON.parse(readFileSync(0, 'utf8'))
const sign = createEndpoint('/sign', { method: 'GET' }, (c) => c.setSignedCookie('c', c.headers.get('x-value'), c.headers.get('x-secret')))
const read = createEndpoint('/read', { method: 'GET' }, (c) => c.getSignedCookie('c', c.headers.get('x-secret')))

const hashes = []
for (const { password, hash } of given.hashes)
  hashes.push({ good: await verifyPassword({ hash, password }), hash: await hashPassword(password) })
const cookies = []
for (const { value, secret, cookie } of given.cookies) {
  const headers = { 'x-value': value, 'x-secret': secret }
  cookies.push({
    value: await read({ headers: new Headers({ ...headers, cookie: `c=${cookie}` }) }),
    cookie: await sign({ headers: new Headers(headers) }),
  })
}
console.log(JSON.stringify({ hashes, cookies }))
