// A page whose session has ended goes to the login page by itself, instead of staying open with
// an error nobody understands. Streamlit talks over a websocket: when that closes, ask why.
(() => {
  "use strict";
  // Streamlit would guess its server from the path of the page, and ask wrong addresses first.
  window.__streamlit = { BACKEND_BASE_URL: location.origin };
  const ask = async () => {
    try {
      const answer = await fetch("/_stcore/health", { cache: "no-store", credentials: "same-origin" });
      if (answer.status === 401) location.reload();
    } catch {
      // no network: Streamlit tries again, and so shall we when its next websocket closes
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(...details) {
      super(...details);
      this.addEventListener("close", ask);
    }
  };
})();
