"""Nouns before which a colour word is part of the name, for goods the catalogue itself does not know."""

from catalog.understanding.words import word_set

FOODS = word_set(
    "almond almonds apple apples asparagus bacon bean beans beer berries berry bread broth bun buns butter "
    "cabbage cake candy caramel carrot carrots caviar cheese cherries cherry chili chilies chocolate cider "
    "coffee corn cream currant currants curry curries drink egg eggs fillet fillets fish flour fruit garlic "
    "gelatin ginger grape grapefruit grapes gravy ham herring honey jam jelly juice kale kiwi kiwis lentil "
    "lentils lettuce lemonade licorice marmalade meat milk miso mustard nori nuts oil oils olive olives onion "
    "onions paste peas pea pepper peppercorns peppers plum plums porridge potato potatoes powder pudding "
    "quinoa radish raisins rice rum salad salmon salsa salt sauce sauces sausage seaweed seed seeds sesame "
    "smoothie snapper soda soup split sugar sultanas syrup tea teas toast tofu tomato tomatoes trout truffle "
    "truffles tuna velvet vinegar walnut walnuts water wheat whisky wine wines yam yeast yogurt zest bull "
    "spice spoon"
)
IDIOMS = word_set(
    "noise board boards box hole house houses light magic market out paper collar card belt friday page pages "
    "tooth ray goods gold print prints thumb eye eyes mold room"
)
