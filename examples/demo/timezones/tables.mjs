/** @file Reads the tables beside the compiled zones: which countries there are, and where a zone is. */

/** Lines of a table, split at its tabs; `#` begins a comment. */
function lines(text) {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

/**
 * @param {string} text of iso3166.tab
 * @returns {{ code: string, name: string }[]}
 */
export function countriesOf(text) {
  return lines(text).map(([code, name]) => ({ code, name }));
}

/**
 * @param {string} text of zone1970.tab, where a zone may have several countries, or of zone.tab
 * @returns {{ zone: string, country: string }[]}
 */
export function placesOf(text) {
  return lines(text).flatMap(([codes, , zone]) =>
    codes.split(',').map((country) => ({ zone, country })),
  );
}
