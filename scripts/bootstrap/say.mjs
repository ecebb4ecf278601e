/** What stops a set-up, with what to do about it. */
export class Problem extends Error {
  constructor(message, fix) {
    super(message);
    this.fix = fix;
  }
}

/** One line of progress, on stderr so that a command's own output stays clean. */
export function say(line) {
  process.stderr.write(`· ${line}\n`);
}
