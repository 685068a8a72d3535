"""The old exhibition (Confabulations): its rows and files become galleries, stories and what orders them."""
