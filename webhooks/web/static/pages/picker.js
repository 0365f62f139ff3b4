/** Chooses one of a product's variants: a row of options for each thing that varies, such as colour and size. */
import { element } from "../widget/dom.js";

/** `choose` is told of each variant picked; the options then show what goes with it. */
export function variantPicker(variants, start, choose) {
  const rows = axes(variants).map(({ name, values }) => ({ name, options: values.map((value) => option(name, value)) }));
  let chosen = start;
  const mark = () => {
    for (const { radio, name, value, label, note } of rows.flatMap((row) => row.options)) {
      radio.checked = chosen.attributes[name] === value;
      const has = nearest(variants, chosen, { name, value }).in_stock;
      label.classList.toggle("gone", !has);
      note.textContent = has ? "" : ", out of stock";
    }
  };
  for (const { radio, name, value } of rows.flatMap((row) => row.options)) {
    radio.addEventListener("change", () => {
      chosen = nearest(variants, chosen, { name, value });
      mark();
      choose(chosen);
    });
  }
  mark();
  return rows.map(({ name, options }) =>
    element("fieldset", { class: "options" }, element("legend", {}, name.replaceAll("_", " ")), options.map(({ label }) => label)),
  );
}

function axes(variants) {
  const names = new Set(variants.flatMap((variant) => Object.keys(variant.attributes)));
  const valuesOf = (name) => [...new Set(variants.map((variant) => variant.attributes[name]).filter(Boolean))];
  return [...names].map((name) => ({ name, values: valuesOf(name) })).filter(({ values }) => values.length > 1);
}

/** The variant with this one value changed; where that is not made, the one that keeps most of the rest. */
function nearest(variants, chosen, { name, value }) {
  const kept = (variant) =>
    Object.entries(chosen.attributes).filter(([other, held]) => other !== name && variant.attributes[other] === held).length;
  const fitting = variants.filter((variant) => variant.attributes[name] === value);
  return fitting.reduce((best, variant) => (kept(variant) > kept(best) ? variant : best));
}

function option(name, value) {
  const radio = element("input", { type: "radio", name: `variant-${name}`, value });
  const note = element("span", { class: "visually-hidden" });
  return { radio, name, value, note, label: element("label", { class: "option" }, radio, element("span", { dir: "auto" }, value, note)) };
}
