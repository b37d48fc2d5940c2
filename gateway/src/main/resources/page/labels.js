// Labels are "style/subject". What a person reads is made from the two parts.

const SUBJECT_NAMES = {
  "animal-bird": "Bird",
  "animal-mammal": "Mammal",
  "food-fruit": "Fruit",
  "food-sweet": "Sweets",
  geometric: "Shape",
  "plant-flower": "Flower",
  "sky-weather": "Weather",
  time: "Clock",
  "transport-ground": "Vehicle",
};

/** Splits a label at its first slash; a label without one has the style "". */
export function splitLabel(label) {
  const slash = label.indexOf("/");
  return { style: label.slice(0, Math.max(slash, 0)), subject: label.slice(slash + 1) };
}

/** The label of a style and a subject. */
export function joinLabel(style, subject) {
  return style ? `${style}/${subject}` : subject;
}

/** Subjects by style, both in the order of the labels. */
export function groupLabels(labels) {
  const byStyle = new Map();
  for (const label of labels) {
    const { style, subject } = splitLabel(label);
    byStyle.set(style, [...(byStyle.get(style) ?? []), subject]);
  }
  return byStyle;
}

/** "fluent-3d" reads "Fluent 3D". */
export function styleName(style) {
  return readable(style);
}

/** "plant-flower" reads "Flower". */
export function subjectName(subject) {
  return SUBJECT_NAMES[subject] ?? readable(subject);
}

/** "fluent-3d/cat-face" reads "Cat face, Fluent 3D". */
export function labelName(label) {
  const { style, subject } = splitLabel(label);
  return style ? `${subjectName(subject)}, ${styleName(style)}` : subjectName(subject);
}

function readable(name) {
  const words = name.replaceAll("-", " ").replace(/\b3d\b/g, "3D");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
