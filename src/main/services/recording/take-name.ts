/** Ending of a take's file. */
export const TAKE_ENDING = '.mcap';

/**
 * Name of a take that begins at `date` (local time), e.g. `2026-03-09 14.05.07`; the second of that second gets
 * ` (2)`. Without colons, which Windows does not allow.
 */
export function nameTake(date: Date, attempt: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}.${two(date.getMinutes())}.${two(date.getSeconds())}`;
  return `${day} ${time}${attempt === 1 ? '' : ` (${attempt})`}`;
}
