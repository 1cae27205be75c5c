/** A readable direction in which heads differ: a component of a face model's identity basis. */
export interface IdentityMode {
  readonly name: string;
  /** Beyond these coefficients it stops looking like a person. */
  readonly minimum: number;
  readonly maximum: number;
}
