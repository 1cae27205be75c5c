import {
  BackSide,
  Color,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  PCFShadowMap,
  PMREMGenerator,
  Scene,
  ShaderMaterial,
  SphereGeometry,
  type WebGLRenderer,
} from 'three';

/** A portrait studio: soft boxes as environment, a warm key with shadow, a cool fill and two rims. Units: decimetres. */
export function createStudio(renderer: WebGLRenderer): Scene {
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  const scene = new Scene();
  scene.background = new Color(0.28, 0.3, 0.33);
  scene.environment = new PMREMGenerator(renderer).fromScene(softBoxes(), 0.02).texture;
  scene.environmentIntensity = 0.5;
  const key = light([1, 0.95, 0.88], 1.95, [-0.5, 0.55, 0.8]);
  key.castShadow = true;
  key.shadow.mapSize.set(2048, 2048);
  Object.assign(key.shadow.camera, { left: -2, right: 2, top: 2, bottom: -2.4, near: 1, far: 10 });
  key.shadow.bias = -0.0006;
  key.shadow.normalBias = 0.006;
  key.shadow.radius = 4;
  scene.add(
    key,
    light([0.8, 0.88, 1], 0.75, [0.85, 0.12, 0.55]),
    light([1, 0.93, 0.85], 1.5, [0.6, 0.5, -0.7]),
    light([0.85, 0.92, 1], 0.9, [-0.75, 0.3, -0.6]),
    new HemisphereLight(0xdfe6f0, 0x6a5548, 0.4),
  );
  return scene;
}

function light(
  color: readonly [number, number, number],
  intensity: number,
  from: readonly [number, number, number],
) {
  const lamp = new DirectionalLight(new Color(...color), intensity);
  lamp.position.set(from[0] * 5, from[1] * 5 - 0.3, from[2] * 5 - 0.3);
  lamp.target.position.set(0, -0.3, -0.3);
  lamp.target.updateMatrixWorld();
  return lamp;
}

function softBoxes(): Scene {
  const scene = new Scene();
  const material = new ShaderMaterial({
    side: BackSide,
    vertexShader: `varying vec3 place; void main() { place = position; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }`,
    fragmentShader: `varying vec3 place;
      void main() {
        vec3 towards = normalize(place);
        vec3 color = mix(vec3(0.16, 0.14, 0.13), vec3(0.42, 0.46, 0.52), smoothstep(-0.6, 0.9, towards.y));
        color += vec3(5.0, 4.6, 4.1) * smoothstep(0.86, 0.95, dot(towards, normalize(vec3(-0.55, 0.5, 0.67))));
        color += vec3(1.2, 1.4, 1.8) * smoothstep(0.90, 0.97, dot(towards, normalize(vec3(0.85, 0.15, 0.5))));
        color += vec3(2.0) * smoothstep(0.93, 0.98, dot(towards, normalize(vec3(0.0, 0.95, -0.3))));
        gl_FragColor = vec4(color, 1.0);
      }`,
  });
  scene.add(new Mesh(new SphereGeometry(50, 32, 16), material));
  return scene;
}
