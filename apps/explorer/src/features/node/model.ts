/** Start of a UTC day, `2027-01-31`, in unix seconds. */
export function dayStart(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1_000;
}
