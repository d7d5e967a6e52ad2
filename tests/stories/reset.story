Story: A forgotten password is replaced by a code, and every old session ends

citizen asks for /account and gets 200.
citizen@example.vn gets a new password, sáu con mèo.
citizen asks for /account and gets 401.
citizen@example.vn asks for /account and gets 200.
citizen signs in with motcua-demo and gets 401.
citizen signs in with sáu con mèo and gets 201.

# A stranger who guesses does not stay a nuisance.
leader signs in with guess1 and gets 401.
leader signs in with guess2 and gets 401.
leader signs in with guess3 and gets 401.
leader signs in with guess4 and gets 401.
leader signs in with guess5 and gets 401.
leader signs in with motcua-demo and gets 429.
15 minutes pass.
leader signs in with motcua-demo and gets 201.
