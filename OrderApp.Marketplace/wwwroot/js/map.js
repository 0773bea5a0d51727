// Moves and zooms the map, picks a rectangle and draws the trip. Without this script the forms do the same.
const map = document.getElementById("map");
const tools = document.getElementById("tools");
const pick = document.getElementById("pick");
const picked = document.getElementById("picked");
const line = document.getElementById("trip-line");
const trip = document.getElementById("trip");
const result = document.getElementById("trip-result");
const forget = document.getElementById("forget");
const whole = boxOf(map.getAttribute("viewBox"));
const radius = Number(map.querySelector("circle").getAttribute("r")) / whole.width;
let view = { ...whole };
let chosen = [];
let drag = null;

function boxOf(text) {
  const [x, y, width, height] = text.split(" ").map(Number);
  return { x, y, width, height };
}

function show(box) {
  view = box;
  map.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
  for (const circle of map.querySelectorAll("circle")) circle.setAttribute("r", radius * box.width);
}

function at(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  return { x: point.x, y: point.y };
}

function zoom(factor, centre = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) {
  const width = Math.min(view.width * factor, whole.width * 4);
  const actual = width / view.width;
  show({
    x: centre.x - (centre.x - view.x) * actual,
    y: centre.y - (centre.y - view.y) * actual,
    width,
    height: view.height * actual,
  });
}

function move(dx, dy) {
  show({ ...view, x: view.x + dx * view.width, y: view.y + dy * view.height });
}

function frame(from, to) {
  picked.setAttribute("x", Math.min(from.x, to.x));
  picked.setAttribute("y", Math.min(from.y, to.y));
  picked.setAttribute("width", Math.abs(from.x - to.x));
  picked.setAttribute("height", Math.abs(from.y - to.y));
}

function ask(from, to) {
  const form = document.getElementById("area");
  const shrink = Number(map.dataset.shrink);
  const set = (name, value) => { form.elements[name].value = value.toFixed(5); };
  set("south", -Math.max(from.y, to.y));
  set("north", -Math.min(from.y, to.y));
  set("west", Math.min(from.x, to.x) / shrink);
  set("east", Math.max(from.x, to.x) / shrink);
  form.submit();
}

function draw() {
  const points = chosen.map(key => map.querySelector(`[data-key="${key}"]`)).filter(Boolean);
  line.setAttribute("d", points.map((circle, index) => `${index ? "L" : "M"}${circle.getAttribute("cx")} ${circle.getAttribute("cy")}`).join(""));
  for (const circle of map.querySelectorAll("circle")) circle.classList.toggle("picked", chosen.includes(circle.dataset.key));
  for (const box of trip.elements) if (box.name === "point") box.checked = chosen.includes(box.value);
  forget.hidden = chosen.length === 0;
}

function toggle(key) {
  chosen = chosen.includes(key) ? chosen.filter(other => other !== key) : [...chosen, key];
  draw();
  if (chosen.length > 1) measure();
}

async function measure() {
  const points = chosen.map(key => key.split(",").map(Number)).map(([latitude, longitude]) => ({ latitude, longitude }));
  const answer = await fetch("/routes/summary", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ points }),
  });
  if (!answer.ok) {
    result.textContent = result.dataset.away;
    return;
  }
  const summary = await answer.json();
  const kilometres = (summary.distance / 1000).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  result.textContent = result.dataset.result
    .replace("{0}", summary.pointCount).replace("{1}", summary.featureCount).replace("{2}", kilometres);
}

function follow(event) {
  const to = at(event);
  drag.moved ||= Math.hypot(to.x - drag.from.x, to.y - drag.from.y) > view.width / 200;
  return to;
}

map.addEventListener("wheel", event => {
  event.preventDefault();
  zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, at(event));
}, { passive: false });

map.addEventListener("pointerdown", event => {
  drag = { from: at(event), view, key: event.target.dataset?.key, moved: false, picking: pick.getAttribute("aria-pressed") === "true" };
  map.setPointerCapture(event.pointerId);
});
map.addEventListener("pointermove", event => {
  if (!drag) return;
  const to = follow(event);
  if (drag.picking) frame(drag.from, to);
  else if (drag.moved) show({ ...view, x: view.x + drag.from.x - to.x, y: view.y + drag.from.y - to.y });
});
map.addEventListener("pointerup", event => {
  if (!drag) return;
  const to = follow(event);
  if (drag.picking && drag.moved) ask(drag.from, to);
  else if (!drag.moved && drag.key) toggle(drag.key);
  drag = null;
});
map.addEventListener("keydown", event => {
  const step = 0.15;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (moves[event.key]) move(...moves[event.key]);
  else if (event.key === "+" || event.key === "=") zoom(0.7);
  else if (event.key === "-") zoom(1.43);
  else return;
  event.preventDefault();
});
tools.addEventListener("click", event => {
  const by = event.target.dataset.zoom;
  if (by === "whole") show({ ...whole });
  else if (by) zoom(Number(by));
});
pick.addEventListener("click", () => {
  const on = pick.getAttribute("aria-pressed") !== "true";
  pick.setAttribute("aria-pressed", on);
  map.classList.toggle("picking", on);
});
trip.addEventListener("change", event => toggle(event.target.value));
trip.addEventListener("submit", event => {
  event.preventDefault();
  measure();
});
forget.addEventListener("click", () => {
  chosen = [];
  draw();
});
tools.hidden = false;
