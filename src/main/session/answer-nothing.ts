/** For requests that only do something: waits for it and answers nothing. */
export async function answerNothing(work: Promise<void>): Promise<undefined> {
  await work;
  return undefined;
}
