// A first password for somebody else: he changes it when he logs in. Letters that cannot be mistaken for others, since
// it may be read out on the phone.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const LONG = 4;

/** Sixteen letters in four groups, from the browser's own source of chance. */
export function freshPassword(
  bytes: () => Uint8Array = () => crypto.getRandomValues(new Uint8Array(256)),
): string {
  const letters: string[] = [];
  while (letters.length < GROUPS * LONG) {
    for (const byte of bytes()) {
      // What lies above the last multiple is thrown away: every letter is as likely.
      if (byte < 256 - (256 % LETTERS.length)) letters.push(LETTERS[byte % LETTERS.length] ?? '');
      if (letters.length === GROUPS * LONG) break;
    }
  }
  return Array.from({ length: GROUPS }, (_, at) => letters.slice(at * LONG, (at + 1) * LONG).join('')).join(
    '-',
  );
}
