/** What a question counts: visitors, or accounts of a type in their place. */

/** Words that are written of visitors, as they stand for what is counted: `group` is the type of accounts, if these are. */
export function inUnits({ group = "" }, said) {
  return group ? said.replace(/\b(v|V)isitor(s?)\b/g, (_, first, end) => `${first === "V" ? "A" : "a"}ccount${end}`) : said;
}

/** What a reader has to be told where nothing else says it; nothing where visitors are counted. */
export const saidUnit = ({ group = "" }) => (group ? `Counts accounts: ${group}` : "");
