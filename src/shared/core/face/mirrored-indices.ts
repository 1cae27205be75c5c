/**
 * For each name, the index of its mirror image in the same list: a name that ends in Left goes to the one that ends
 * in Right and back; a name without a side, or without a partner, goes to itself.
 */
export function mirroredIndices(names: readonly string[]): readonly number[] {
  return names.map((name, index) => {
    const partner = names.indexOf(mirroredName(name));
    return partner < 0 ? index : partner;
  });
}

function mirroredName(name: string): string {
  if (name.endsWith('Left')) {
    return `${name.slice(0, -4)}Right`;
  }
  return name.endsWith('Right') ? `${name.slice(0, -5)}Left` : name;
}
