/** An answer in JSON whose bytes are at hand, as the large ones are: a body would be copied twice before it is sent. */
export class JsonBytes extends Response {
  /** @param whole what is sent; the body itself is empty */
  constructor(readonly whole: Uint8Array) {
    super(null, { headers: { 'content-type': 'application/json' } });
  }
}
