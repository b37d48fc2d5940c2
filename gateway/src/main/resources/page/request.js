// From what stands in the form to the body of a request. Whether it is valid the server says: it knows the limits.

const STEPS_PREFIX = "steps.";

/** The request of a form's fields, without those left empty. */
export function requestFrom(label, fields) {
  const request = { label, size: Number(fields.get("size")) };
  const seed = text(fields, "seed");
  if (seed) {
    request.seed = seedFrom(seed);
  }
  const guidance = text(fields, "guidance");
  if (guidance) {
    request.guidance = numberFrom(guidance);
  }
  const steps = {};
  for (const name of [...fields.keys()].filter((key) => key.startsWith(STEPS_PREFIX))) {
    if (text(fields, name)) {
      steps[name.slice(STEPS_PREFIX.length)] = numberFrom(text(fields, name));
    }
  }
  return Object.keys(steps).length > 0 ? { ...request, steps } : request;
}

// Seeds have 64 bits and JSON numbers 53: beyond those a seed travels as a string.
function seedFrom(text) {
  const number = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text;
}

// What is not a number is sent as it was written, so that the answer can name it.
function numberFrom(text) {
  const number = Number(text.replace(",", "."));
  return Number.isNaN(number) ? text : number;
}

function text(fields, name) {
  return (fields.get(name) ?? "").trim();
}
