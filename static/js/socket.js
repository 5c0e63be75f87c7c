// The line to the server: one WebSocket at a time, watched, given up and opened again.
//
// A browser does not notice that its wifi is gone: the socket stays "open", and close() brings no
// close event for half a minute. So a socket that is too still is not closed but abandoned.

const OPENING = 4000; // ms that an attempt may take to open, and an open socket to say hello
const SILENCE = 10000; // ms without a word; the server beats every 5000
const BEAT = 5000;
const LONGEST = 2000; // ms of back-off before jitter
const SLOW = 12000; // ms when we were too much, or when polling does the work
const STEADY = 8000; // ms that a line must have lived to count as a good one: longer than it takes to hear a beat
const BRIEF = 3; // lines in a row that fell over at once, before we knock seldom

const FINAL = [4401, 4403, 4404]; // not joined, removed, gone: stop and say why
const TOO_MUCH = [4400, 4429];

export class Line {
  #socket = null;
  #timer = 0;
  #heard = 0; // when the socket was opened or last said something
  #greeted = 0; // when this socket said hello; 0: not yet
  #failures = 0;
  #brief = 0;
  #stopped = false;

  misses = 0; // attempts in a row without a good line
  relaxed = false; // true: something else brings the news, so no hurry

  /** `hear(frame)`, `down(silent)` after each lost socket or attempt, `refused(code)` once and for all. */
  constructor(address, { hear, down, refused }) {
    this.address = address;
    this.hear = hear;
    this.down = down;
    this.refused = refused;
  }

  /** Open the first socket and look after the line from now on. */
  start() {
    setInterval(() => this.#watch(), 1000);
    addEventListener("online", () => this.renew());
    addEventListener("offline", () => this.doubt());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    this.renew();
  }

  stop() {
    this.#stopped = true;
    this.#abandon();
  }

  /** Abandon what there is and open a socket now. */
  renew() {
    if (this.#stopped) return;
    if (this.#socket) this.#lose();
    this.#dial();
  }

  /** Something else says that the server is out of reach: the next beat must come, or it is over. */
  doubt() {
    this.#heard = Math.min(this.#heard, Date.now() - (SILENCE - BEAT - 500));
  }

  /** Send when the socket is open; whether it was. */
  send(frame) {
    const open = this.#socket?.readyState === WebSocket.OPEN;
    if (open) this.#socket.send(JSON.stringify(frame));
    return open;
  }

  #dial() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.address);
    this.#socket = socket;
    this.#heard = Date.now();
    // What an abandoned socket still says is not ours any more.
    socket.onopen = () => (this.#heard = Date.now());
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(data);
    socket.onclose = ({ code }) => socket === this.#socket && this.#lose(code);
  }

  #receive(data) {
    this.#heard = Date.now();
    const frame = JSON.parse(data);
    if ("hello" in frame) this.#greeted = this.#heard;
    if (this.#greeted) this.hear(frame);
  }

  // Absolute, for a clock that is set back must not blind us.
  #watch() {
    const still = Math.abs(Date.now() - this.#heard);
    if (!this.#socket || still <= (this.#greeted ? SILENCE : OPENING)) return;
    // One that opens and stays mute is no dark: something between us and the server lets no socket through.
    this.#lose(0, this.#greeted > 0 || this.#socket.readyState !== WebSocket.OPEN);
  }

  #wake() {
    this.#watch();
    if (!this.#socket) this.renew();
  }

  #lose(code, silent = false) {
    const steady = this.#greeted && Date.now() - this.#greeted > STEADY;
    this.misses = steady ? 0 : this.misses + 1;
    // A server that takes us in and falls over at once is no reason to knock twice a second.
    this.#failures = steady ? 0 : this.#failures + 1;
    if (this.#greeted) this.#brief = steady ? 0 : this.#brief + 1;
    this.#abandon();
    if (FINAL.includes(code)) {
      this.stop();
      this.refused(code);
      return;
    }
    this.down(silent);
    if (!this.#stopped) this.#timer = setTimeout(() => this.renew(), this.#delay(code, silent));
  }

  // What was silent has been waited for already.
  #delay(code, silent) {
    const slow = this.relaxed || this.#brief >= BRIEF || TOO_MUCH.includes(code);
    const delay = slow ? SLOW : Math.min(LONGEST, 500 * 2 ** Math.max(0, silent ? 0 : this.#failures - 1));
    return delay * (1 + Math.random() * 0.3);
  }

  #abandon() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#greeted = 0;
    socket?.close();
  }
}
