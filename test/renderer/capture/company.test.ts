import { expect, test } from 'vitest';
import { Company } from '../../../src/renderer/capture/company.ts';

test('looks around at once, then once a second', () => {
  const company = new Company();
  const looks: number[] = [];
  for (let time = 5000; time < 8000; time += 40) {
    if (company.isLookDue(time)) {
      looks.push(time);
      company.looked(time, 1);
    }
    company.tracked(time, 1);
  }
  expect(looks).toEqual([5000, 6000, 7000]);
  expect(company.isPresent).toBe(false);
});

test('a second face is company from the first look that finds it', () => {
  const company = new Company();
  company.looked(0, 1);
  expect(company.isPresent).toBe(false);
  company.looked(1000, 2);
  expect(company.isPresent).toBe(true);
  expect(company.isLookDue(60_000)).toBe(false);
});

test('company that turns away for a moment stays, and is gone after three seconds', () => {
  const company = new Company();
  company.looked(0, 2);
  company.tracked(1000, 2);
  company.tracked(3900, 1);
  expect(company.isPresent).toBe(true);
  company.tracked(3950, 2);
  company.tracked(6900, 1);
  expect(company.isPresent).toBe(true);
  company.tracked(6950, 0);
  expect(company.isPresent).toBe(false);
  expect(company.isLookDue(6950)).toBe(true);
});
