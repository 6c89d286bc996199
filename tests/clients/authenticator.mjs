// An authenticator with passkeys of ES256 and the part of a browser that asks it, written from WebAuthn Level 2, for
// clients that look for `navigator.credentials`. `wish` changes what it does: cancel, forge, count, origin.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

const PRESENT_AND_VERIFIED = 0x05
const BACKED_UP = 0x18
const NEW = 0x40
const AAGUID = Buffer.from('0d1a5b1c9f614f0e8a3c2b7b9d4e6f10', 'hex')

const sha256 = (bytes) => createHash('sha256').update(bytes).digest()
const buffer = (bytes) => Uint8Array.from(bytes).buffer
const number = (value) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])

function head(kind, length) {
  if (length < 24) return Buffer.from([(kind << 5) | length])
  if (length < 256) return Buffer.from([(kind << 5) | 24, length])
  return Buffer.from([(kind << 5) | 25, length >> 8, length & 255])
}

function cbor(value) {
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string') return Buffer.concat([head(3, value.length), Buffer.from(value)])
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  return Buffer.concat([head(5, value.length), ...value.flat().map(cbor)])
}

export class Authenticator {
  wish = {}
  keys = []
  origin = ''

  constructor() {
    globalThis.PublicKeyCredential = class PublicKeyCredential {}
    const credentials = { create: (asked) => this.create(asked.publicKey), get: (asked) => this.get(asked.publicKey) }
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { credentials } })
  }

  create({ rp, challenge }) {
    this.cancelled()
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' })
    const id = randomBytes(20)
    this.keys.push({ id, privateKey, counter: 0, origin: this.origin })
    const key = cbor([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]])
    const made = Buffer.concat([AAGUID, Buffer.from([0, id.length]), id, key])
    const authData = Buffer.concat([sha256(rp.id), Buffer.from([PRESENT_AND_VERIFIED | BACKED_UP | NEW]), number(0), made])
    const attestationObject = buffer(cbor([['fmt', 'none'], ['attStmt', []], ['authData', authData]]))
    const clientDataJSON = buffer(this.said('webauthn.create', challenge))
    return this.sent(id, { clientDataJSON, attestationObject, getTransports: () => ['internal', 'hybrid'] })
  }

  get({ rpId, challenge }) {
    this.cancelled()
    const key = this.keys.findLast(({ origin }) => origin === this.origin)
    if (this.wish.count !== false) key.counter++
    const authenticatorData = Buffer.concat([sha256(rpId), Buffer.from([PRESENT_AND_VERIFIED | BACKED_UP]), number(key.counter)])
    const said = this.said('webauthn.get', challenge)
    const signature = createSign('SHA256').update(Buffer.concat([authenticatorData, sha256(said)])).sign(key.privateKey)
    if (this.wish.forge) signature[signature.length - 1] ^= 1
    const [clientDataJSON, data, signed] = [said, authenticatorData, signature].map(buffer)
    return this.sent(key.id, { clientDataJSON, authenticatorData: data, signature: signed, userHandle: null })
  }

  cancelled() {
    if (this.wish.cancel) throw Object.assign(new Error('The user closed the dialogue.'), { name: 'NotAllowedError' })
  }

  said(type, challenge) {
    const origin = this.wish.origin ?? this.origin
    return Buffer.from(JSON.stringify({ type, challenge: Buffer.from(challenge).toString('base64url'), origin, crossOrigin: false }))
  }

  sent(id, response) {
    const name = id.toString('base64url')
    const rest = { type: 'public-key', authenticatorAttachment: 'platform', getClientExtensionResults: () => ({}) }
    return { id: name, rawId: buffer(id), ...rest, response }
  }
}
