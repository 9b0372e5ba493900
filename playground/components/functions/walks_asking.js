/** Asks for walks together with what they are on, so that a picture never has walks of one surface on another. */

const MOST_TURNS = 3;

/**
 * @typedef {import("../common/safetensors.js").Message & {path: string}} Found a ground, with the question that it answers
 *
 * @param {string} path of the walks @param {string} groundPath of what they are on
 * @param {?Found} known the ground that is there already @param {(path: string) => Promise<Object>} ask
 * @returns {Promise<{ground: Found, walks: Object}>} `ground` is `known` where that is still what they are on
 * @throws {import("./asking.js").Refused}
 */
export async function askWalks(path, groundPath, known, ask) {
  let ground = known?.path === groundPath ? known : null;
  // Of one's own network another one may be handed over between the two answers: they are of the same one where they have one name.
  for (let turn = 0; ; turn++) {
    const [walks, found] = await Promise.all([ask(path), ground ?? ask(groundPath).then((answer) => ({ ...answer, path: groundPath }))]);
    if (found.json.network === walks.json.network || turn >= MOST_TURNS) return { ground: found, walks };
    ground = null;
  }
}
