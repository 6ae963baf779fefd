// How well a text fits what somebody typed: letters in order, better at the beginnings of words and side by side.

const beginsWord = /[\s\-_/.,:;()·]/;

/**
 * Higher is better; null where the letters are not there in order. Several words fit in any order.
 * @param query what was typed
 */
export function fit(query: string, text: string): number | null {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  let sum = 0;
  for (const word of words) {
    const one = fitWord(word, text.toLowerCase());
    if (one === null) return null;
    sum += one;
  }
  // Of two that fit alike, the shorter one was meant.
  return sum - text.length / 1000;
}

function fitWord(word: string, text: string): number | null {
  const whole = text.indexOf(word);
  if (whole >= 0) {
    const atStart = whole === 0 || beginsWord.test(text[whole - 1]);
    return word.length * (atStart ? 4 : 3) + (whole === 0 ? 1 : 0);
  }
  let sum = 0;
  let last = -2;
  for (const letter of word) {
    const at = next(text, letter, last + 1);
    if (at < 0) return null;
    sum += at === last + 1 ? 2 : at === 0 || beginsWord.test(text[at - 1]) ? 1.5 : 0.2;
    last = at;
  }
  // Letters from all over the text are chance.
  return sum < word.length * 0.9 ? null : sum;
}

/** Where a letter comes next: right here, else at the beginning of a word, else anywhere. */
function next(text: string, letter: string, from: number): number {
  if (text[from] === letter) return from;
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1)) {
    if (at === 0 || beginsWord.test(text[at - 1])) return at;
  }
  return text.indexOf(letter, from);
}
