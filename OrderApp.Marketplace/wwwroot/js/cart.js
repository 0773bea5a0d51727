// Puts books into the cart without leaving the page, and keeps the header's count right in every window.
const windows = new BroadcastChannel("cart");
const patience = 6000;
const askedBefore = "cart-asked";

function show({ count, words }) {
  const pill = document.getElementById("cart-count");
  pill.textContent = count;
  pill.dataset.copies = count;
  document.getElementById("cart-words").textContent = words;
}

function tell(fresh) {
  show(fresh);
  windows.postMessage(fresh);
}

function countIn(page) {
  return { count: page.getElementById("cart-count").dataset.copies, words: page.getElementById("cart-words").textContent };
}

async function ask() {
  const answer = await fetch("/shopping-cart?handler=count", { headers: { Accept: "application/json" } });
  if (answer.ok) show(await answer.json());
}

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

function say(form) {
  document.getElementById("toast")?.remove();
  const toast = document.createElement("div");
  toast.id = "toast";
  toast.className = "toast";
  toast.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = form.dataset.done;
  const link = document.createElement("a");
  link.href = "/shopping-cart";
  link.textContent = form.dataset.cart;
  toast.append(text, link);
  document.body.append(toast);
  setTimeout(() => toast.remove(), patience);
}

async function add(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    tell(countIn(page));
    say(form);
    form.elements.requestId.value = freshKey();
    button.disabled = false;
    button.focus();
  } catch {
    // The page itself says what is wrong; the same key makes it one and the same deed.
    form.submit();
  }
}

document.addEventListener("submit", event => {
  if (!event.target.matches(".add-form")) return;
  event.preventDefault();
  add(event.target);
});
windows.addEventListener("message", event => show(event.data));
window.addEventListener("pageshow", event => {
  if (!event.persisted && sessionStorage.getItem(askedBefore)) return;
  sessionStorage.setItem(askedBefore, "yes");
  if (event.persisted || document.querySelector(".visitor .who")) ask().catch(() => {});
});
// The cart's own page has just read it.
if (location.pathname === "/shopping-cart") windows.postMessage(countIn(document));
