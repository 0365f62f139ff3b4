// From values to places in a plot: round steps upwards, days sideways.
export function stepsUpTo(most, wanted = 4) {
  if (!(most > 0)) return [0, 1];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough) * power;
  const steps = [];
  for (let at = 0; at < most + step * 0.999; at += step) steps.push(Number(at.toPrecision(12)));
  return steps;
}

export function daysBetween(since, until) {
  const days = [];
  for (let at = Date.parse(`${since}T00:00Z`); at <= Date.parse(`${until}T00:00Z`); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

export function everyFew(days, room) {
  const apart = Math.max(1, Math.ceil(days.length / Math.max(2, Math.floor(room / 72))));
  return days.filter((_, number) => (days.length - 1 - number) % apart === 0);
}
