"""The graph of an exhibition, for one person: what is read, chosen, folded, placed and drawn of it.

`reading` asks the gate, `choice` takes what somebody asked to see, `folding` makes a large graph small
enough for a picture, `layout` gives every node a place, `picture` says how that is drawn (with `curves`,
`labels` and `legend`), and `table` says the same in words.
"""
