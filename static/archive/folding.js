/* Words as they are compared, without case, accents and signs: in a browser what archive/search/folding.py is on the server. */

const PLAIN = { æ: "ae", ð: "d", ø: "o", þ: "th", đ: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", œ: "oe", ŧ: "t", ß: "ss", ς: "σ", ſ: "s" };
const QUOTES = /[“”„‟«»＂]/g;
const TERM = /(?<minus>(?<!\S)-+)?(?:"(?<phrase>[^"]*)"|(?<word>[^\s"]+))/g;
const LONGEST = 64;
const folds = new Map();

function foldedCharacter(character) {
  if (!folds.has(character)) {
    const letters = [...character.toLowerCase().normalize("NFKD")];
    folds.set(character, letters.map(kept).join(""));
  }
  return folds.get(character);
}

/* A letter or digit as it is, nothing for an accent or an invisible sign, a space for all else. */
function kept(letter) {
  if (/[\p{L}\p{N}]/u.test(letter)) return PLAIN[letter] ?? letter;
  return /[\p{M}\p{Cf}]/u.test(letter) ? "" : " ";
}

/* The words of a text, each with its place in the text as it was written. */
export function words(text) {
  const found = [];
  let at = 0;
  let open = null;
  for (const character of text) {
    const end = at + character.length;
    const folded = foldedCharacter(character);
    if (folded === "" && open) open.end = end;
    for (const letter of folded) {
      if (letter === " ") open = null;
      else if (open) Object.assign(open, { word: open.word + letter, end });
      else found.push((open = { word: letter, begin: at, end }));
    }
    at = end;
  }
  found.forEach((place) => (place.word = place.word.slice(0, LONGEST)));
  return found;
}

/* What a query looks for, without what it leaves out. */
export function terms(query) {
  const found = [];
  for (const { groups } of query.replace(QUOTES, '"').matchAll(TERM)) {
    const folded = words(groups.phrase ?? groups.word).map(({ word }) => word);
    if (groups.minus || !folded.length) continue;
    found.push({ words: folded, isBeginning: groups.phrase === undefined && [...folded.at(-1)].length > 1 });
  }
  return found;
}

/* The places in a text, as [begin, end], where one of the terms stands; apart and in order. */
export function places(text, looked) {
  const there = words(text);
  const found = [];
  there.forEach((first, index) => {
    for (const term of looked) {
      const said = there.slice(index, index + term.words.length);
      const last = term.words.length - 1;
      const stands = term.words.every((word, place) =>
        place === last && term.isBeginning ? said[place]?.word.startsWith(word) : said[place]?.word === word,
      );
      if (stands) found.push([first.begin, said[last].end]);
    }
  });
  return apart(found);
}

function apart(found) {
  const kept = [];
  for (const [begin, end] of found.sort((a, b) => a[0] - b[0])) {
    const before = kept.at(-1);
    if (before && begin <= before[1]) before[1] = Math.max(before[1], end);
    else kept.push([begin, end]);
  }
  return kept;
}
