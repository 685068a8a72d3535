// The sixteen pictures: file name in src/pictures/ and a description for people who cannot see them.
export const pictures = Object.entries({
  "books-and-egg": "An egg on a stack of three books",
  "branch-in-a-vase": "A leafy branch in a clay vase",
  candle: "A burning candle on a brass dish",
  "cone-and-sphere": "A white cone and a white sphere",
  "folded-cards": "Two folded cards, one red and one blue",
  "glass-and-plum": "A glass of water and a plum",
  lamp: "A table lamp with a warm light",
  "lemons-and-jug": "A white jug between two lemons",
  "one-apple": "A red apple with a leaf",
  "orange-and-half": "A whole orange and half an orange",
  "pear-and-bowl": "A green pear beside a dark bowl",
  teapot: "A dark blue teapot on a yellow wall",
  "three-bottles": "Three bottles: white, red and blue",
  "three-eggs": "Three eggs in different browns",
  "two-cups": "A green cup and a purple cup",
  "window-light": "A pale blue vase in window light",
}).map(([name, alt]) => ({ src: `assets/${name}.webp`, alt }));
