// Shows how far an import is, until it is done; without this script the page reloads itself.
const place = document.getElementById("import");

async function look() {
  try {
    const answer = await fetch(place.dataset.address);
    if (answer.ok) {
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("import-state");
      if (now.dataset.state !== "running") {
        location.reload();
        return;
      }
      place.replaceChildren(now);
    } else if (answer.status === 404) {
      location.reload();
      return;
    }
  } catch {
    // The shop is away for a moment.
  }
  setTimeout(look, 700);
}

if (place) setTimeout(look, 300);
