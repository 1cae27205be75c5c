import { describe, expect, it } from 'vitest';
import { formatObj, parseObj } from '../../../../src/shared/core/face/obj-file.ts';
import { MalformedFileError } from '../../../../src/shared/core/tensor/malformed-file-error.ts';

const SQUARE = `# a square
mtllib square.mtl
v 0 0 0
v 1 0 0.5
v 1 1 0
v 0 1 -2.5e-1
vt 0 0
vt 1 0
vt 1 1
vt 0 1
vn 0 0 1
s off
f 1/1/1 2/2/1 3/3/1 4/4/1
`;

describe('OBJ file', () => {
  it('reads vertices, UVs and polygons as fans', () => {
    const mesh = parseObj(SQUARE);

    expect(mesh.positions).toEqual(Float32Array.of(0, 0, 0, 1, 0, 0.5, 1, 1, 0, 0, 1, -0.25));
    expect(mesh.uvs).toEqual(Float32Array.of(0, 0, 1, 0, 1, 1, 0, 1));
    expect(mesh.triangles).toEqual(Uint32Array.of(0, 1, 2, 0, 2, 3));
    expect(mesh.uvTriangles).toEqual(Uint32Array.of(0, 1, 2, 0, 2, 3));
  });

  it('reads faces without UVs, with normals alone and counted backwards', () => {
    const mesh = parseObj('v 0 0 0\r\nv 1 0 0\r\nv 0 1 0\r\nvn 0 0 1\r\nf -3//1 -2//1 -1//1\r\n');

    expect(mesh.triangles).toEqual(Uint32Array.of(0, 1, 2));
    expect(mesh.uvTriangles).toHaveLength(0);
  });

  it('gives back what it wrote', () => {
    const mesh = parseObj(SQUARE);

    const text = formatObj(mesh, 'made for tests\nno licence');

    expect(text.startsWith('# made for tests\n# no licence\nv ')).toBe(true);
    expect(parseObj(text)).toEqual(mesh);
  });

  it('writes a mesh without UVs', () => {
    const mesh = { ...parseObj(SQUARE), uvs: new Float32Array(0), uvTriangles: new Uint32Array(0) };

    expect(formatObj(mesh, '')).toContain('\nf 1 2 3\n');
  });

  it.each([
    ['a vertex without three numbers', 'v 1 2', /line 1: 3 finite numbers/],
    ['a vertex that is no number', '\nv 1 2 x', /line 2/],
    ['an infinite vertex', 'v 1 2 1e999', /line 1/],
    ['a vertex that is not there', 'v 0 0 0\nf 1 1 2', /line 2: "2" is no index of 1/],
    ['the vertex 0', 'v 0 0 0\nf 0 1 1', /"0" is no index/],
    ['a UV that is not there', 'v 0 0 0\nf 1/1 1/1 1/1', /"1" is no index of 0/],
    ['a face of two corners', 'v 0 0 0\nf 1 1', /at least three/],
    ['UVs on some faces only', 'v 0 0 0\nvt 0 0\nf 1/1 1/1 1/1\nf 1 1 1', /some faces have UVs/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseObj(text)).toThrow(MalformedFileError);
    expect(() => parseObj(text)).toThrow(message);
  });
});
