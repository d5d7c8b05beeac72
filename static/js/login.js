// The demo's logins fill the form and sign in.
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-login]");
  if (!button) return;
  document.getElementById("id_login").value = button.dataset.login;
  const password = document.getElementById("id_password");
  password.value = button.dataset.password;
  password.form.requestSubmit();
});
