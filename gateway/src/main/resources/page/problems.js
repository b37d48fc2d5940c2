// Problems of a request, from the server's problem fields to text beside the form and marks on its fields.

import { labelName } from "./labels.js";

const FIELD_NAMES = {
  guidance: "Guidance",
  label: "Label",
  seed: "Seed",
  size: "Size",
  "steps.top": "Layout steps",
  "steps.bottom": "Detail steps",
  "steps.upsamplerTop": "Upsampled layout steps",
  "steps.upsamplerBottom": "Upsampled detail steps",
};

/** One line per problem; the title (and detail) where the server names no field. */
export function problemLines({ title, detail, problems = [] }) {
  if (problems.length === 0) {
    return [detail || title || "The request failed."];
  }
  return problems.map(({ field, expected, got, nearest = [] }) => {
    const line = `${FIELD_NAMES[field] ?? field}: expected ${expected}, got ${show(got)}.`;
    return nearest.length > 0 ? `${line} Nearest: ${nearest.map(labelName).join("; ")}.` : line;
  });
}

/** Shows problems in a region and marks the form's fields they name. The first marked field takes the focus. */
export function showProblems(form, region, error) {
  clearProblems(form, region);
  const list = document.createElement("ul");
  list.append(...problemLines(error).map((textContent) => Object.assign(document.createElement("li"), { textContent })));
  region.replaceChildren(list);
  region.hidden = false;
  const marked = (error.problems ?? []).map(({ field }) => form.elements[field]).filter((element) => element?.setAttribute);
  for (const element of marked) {
    element.setAttribute("aria-invalid", "true");
    element.setAttribute("aria-describedby", region.id);
    element.closest("details")?.setAttribute("open", "");
  }
  marked[0]?.focus();
}

export function clearProblems(form, region) {
  region.hidden = true;
  region.replaceChildren();
  for (const element of form.querySelectorAll("[aria-invalid]")) {
    element.removeAttribute("aria-invalid");
    element.removeAttribute("aria-describedby");
  }
}

function show(got) {
  if (got === null || got === undefined) {
    return "nothing";
  }
  return typeof got === "string" ? `“${got}”` : String(got);
}
