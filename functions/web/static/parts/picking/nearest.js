/** The name that somebody probably meant. */

/** The one of `names` that takes the fewest changes of letters, null where none is near. */
export function nearest(typed, names) {
  const wanted = typed.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  let best = null;
  let least = most + 1;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) > most) continue;
    const changes = distance(wanted, name.toLowerCase());
    if (changes < least) [best, least] = [name, changes];
  }
  return best;
}

function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1);
}
