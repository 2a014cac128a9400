const CLEAR_LINE = '\r\u001b[2K';

/** Says what is going on: one line that is overwritten on a terminal, a line a step otherwise. */
export class Console {
  readonly #stream: NodeJS.WriteStream;
  readonly #begun = Date.now();
  #open = false;
  #lastTold = 0;

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.#stream = stream;
  }

  /** A finished step. */
  say(text: string): void {
    this.#end();
    this.#stream.write(`${this.#clock()} ${text}\n`);
  }

  /** How far a step has come; told in place on a terminal, every few seconds elsewhere. */
  tell(text: string): void {
    if (this.#stream.isTTY) {
      this.#stream.write(`${CLEAR_LINE}${this.#clock()} ${text}`);
      this.#open = true;
      return;
    }
    if (Date.now() - this.#lastTold < 5000) return;
    this.#lastTold = Date.now();
    this.#stream.write(`${this.#clock()} ${text}\n`);
  }

  #end(): void {
    if (this.#open) this.#stream.write(CLEAR_LINE);
    this.#open = false;
  }

  #clock(): string {
    const seconds = Math.round((Date.now() - this.#begun) / 1000);
    return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}`;
  }
}
