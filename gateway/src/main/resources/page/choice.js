// One choice out of several: chips while they can be seen at a glance, a list box beyond that.

const MOST_CHIPS = 24;

/**
 * Fills a fieldset with options.
 *
 * @param fieldset keeps its legend, loses everything else
 * @param name form field
 * @param options {value, text, disabled} each
 * @param selected value chosen before; the first enabled option if it is not on offer
 */
export function renderChoice(fieldset, name, options, selected) {
  const offered = options.filter((option) => !option.disabled);
  const chosen = (offered.find((option) => option.value === selected) ?? offered[0])?.value;
  const focused = fieldset.contains(document.activeElement);
  const controls = options.length > MOST_CHIPS ? [select(name, options, chosen)] : chips(name, options, chosen);
  fieldset.replaceChildren(fieldset.querySelector("legend"), ...controls);
  if (focused) {
    fieldset.querySelector("input:checked, select")?.focus();
  }
}

function chips(name, options, chosen) {
  return options.map(({ value, text, disabled = false }) => {
    const input = Object.assign(document.createElement("input"), { type: "radio", name, value, disabled });
    input.checked = value === chosen;
    const label = document.createElement("label");
    label.className = "chip";
    label.append(input, Object.assign(document.createElement("span"), { textContent: text }));
    return label;
  });
}

function select(name, options, chosen) {
  const element = document.createElement("select");
  element.name = name;
  element.setAttribute("aria-label", name);
  element.append(
    ...options.map(({ value, text, disabled = false }) =>
      Object.assign(document.createElement("option"), { value, text, disabled, selected: value === chosen })));
  return element;
}
