/** The page a voice device or another assistant sends shoppers to: their cart, so that they can finish the order here. */

const handedNotice = document.querySelector("#notice");
const USED_UP = "This link was used before, or is older than fifteen minutes. Ask for a new one where you got it.";
const SIGN_IN = "Sign in, and the cart you filled elsewhere is here.";
const LATER = "Your cart cannot be shown just now. Please try again.";
let awaitsCustomer = false;

/** The token stands behind the #, which no server ever sees, and leaves the address before anything else happens. */
export async function showHandedOver(chat) {
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (!token) {
    awaitsCustomer = true;
    tellHandedOver(SIGN_IN);
    return chat.showCart();
  }
  try {
    await chat.continueFrom(token);
    await chat.showCart();
  } catch (failure) {
    tellHandedOver(failure.status === 404 ? USED_UP : LATER);
  }
}

export function leaveHandedOver() {
  awaitsCustomer = false;
  handedNotice.hidden = true;
}

/** Who signs in on this page came for the cart. */
export function showCartOnceSignedIn(chat, customer) {
  if (!awaitsCustomer || !customer) return;
  leaveHandedOver();
  chat.showCart();
}

function tellHandedOver(words) {
  handedNotice.textContent = words;
  handedNotice.hidden = false;
}
