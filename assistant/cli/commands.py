"""Every command of `aisle`: its name, where it stands, and what it does."""

from collections.abc import Mapping

from assistant.cli.on_demand import Place, Shelf

CATALOG = Shelf(
    "Fill the catalogue, and check it.",
    {
        "import": Place("assistant.cli.catalog_import:import_file", "Bring a catalogue file into the shop."),
        "check": Place(
            "assistant.cli.catalog_check:check",
            "Say what is wrong with a catalogue file, or with the loaded catalogue; changes nothing.",
        ),
        "demo": Place(
            "assistant.cli.catalog:demo",
            "Load the demo shop, beside whatever else is in the catalogue, and embed it.",
        ),
        "embed": Place("assistant.cli.catalog:embed", "Embed the products whose vector is missing or out of date."),
    },
)
TRAIN = Shelf(
    "Make the models.",
    {
        "nlu": Place(
            "assistant.cli.nlu_training:nlu",
            "Train Rasa on the sentences and rules under nlu_data/, if they have changed.",
        ),
        "embedding": Place(
            "assistant.cli.embedding_training:embedding",
            "Fine-tune the embedding model on what was asked and bought, and keep it only if it finds better.",
        ),
        "sizes": Place(
            "assistant.cli.size_models:sizes", "Learn from who kept which size, for advice where a chart does not know."
        ),
        "recommender": Place(
            "assistant.cli.recommender_training:recommender",
            "Learn from what was shown and taken, and put it to use if it is surely better than what is in use.",
        ),
    },
)
EVAL = Shelf(
    "Measure the models and the search.",
    {
        "nlu": Place(
            "assistant.cli.nlu_evaluation:nlu", "How well the trained model tells the intents of the file's sentences."
        ),
        "search": Place(
            "assistant.cli.search_evaluation:search",
            "How well retrieval finds what people judged to be right, on any set of products, queries and judgments.",
        ),
        "spoken": Place(
            "assistant.cli.demo_evaluation:spoken",
            "Whether everything told for spoken requests to the demo shop keeps to what was asked for.",
        ),
        "assortment": Place(
            "assistant.cli.demo_evaluation:assortment",
            "How often the demo shop knows that it does not carry something, and how often it wrongly says so.",
        ),
        "attributes": Place(
            "assistant.cli.attribute_evaluation:attributes",
            "How well attributes are read from titles and texts that were labelled by hand.",
        ),
        "size": Place(
            "assistant.cli.size_models:size",
            "How often advice by weight, height and age names the right size, or one beside it.",
        ),
        "usual": Place(
            "assistant.cli.demo_evaluation:usual",
            "How often what a customer buys again is what would be added, and how often something else would be.",
        ),
        "recommend": Place(
            "assistant.cli.recommend_evaluation:recommend",
            "How well each customer's last basket is foretold from those before it: all of it, and what was new to "
            "them.",
        ),
        "grounded": Place(
            "assistant.cli.grounded_evaluation:grounded",
            "Facts stated, facts that must not be, and how often the answer without a model was spoken.",
        ),
        "session-fit": Place(
            "assistant.cli.session_fit_evaluation:session_fit",
            "What leaning to what fits the session would be worth, on lists that knew it and were ordered without it.",
        ),
        "loop": Place(
            "assistant.cli.loop_evaluation:loop",
            "Made-up shoppers in a shop of their own, ten rounds of learning, and 20 poisoned challengers at the end.",
        ),
        "dialogue": Place(
            "assistant.cli.dialogue_evaluation:dialogue",
            "Whether conversations go as they are written; fails if one does not, or a known failure no longer does.",
        ),
    },
)
BENCH = Shelf(
    "Measure the running product.",
    {
        "turn": Place(
            "assistant.cli.turn_benchmark:turn",
            "The whole turn through the chat API, beside Rasa alone in the same run, and its stages.",
        ),
        "search": Place(
            "assistant.cli.search_benchmark:search",
            "The search over made-up products in a database of its own, which is kept for the next time.",
        ),
        "events": Place(
            "assistant.cli.event_benchmark:events",
            "Events kept as the gateway keeps them, beside bare copying, in a database of its own.",
        ),
        "rerank": Place(
            "assistant.cli.rerank_benchmark:rerank",
            "A learned order over made-up products and people, in the database of `aisle bench search`.",
        ),
    },
)
COMMANDS: Mapping[str, Place | Shelf] = {
    "up": Place("assistant.cli.up:up", "Open the shop and keep it open until Ctrl-C."),
    "shell": Place(
        "assistant.cli.shell:shell", "Talk to the assistant here; the shop is opened for it if it is not open yet."
    ),
    "doctor": Place(
        "assistant.cli.doctor:doctor",
        "Look at every part of the installation; the exit code is 1 if something is wrong.",
    ),
    "catalog": CATALOG,
    "shop": Place(
        "assistant.cli.shop:shop_commands",
        "Set up how the shop sells: stores, policies, shipping, taxes, promotions and windows.",
    ),
    "say": Place(
        "assistant.cli.say:say",
        "Say something by one of the channels, to a shop that was opened in development mode.",
    ),
    "alexa": Place("assistant.cli.alexa:alexa_commands", "Make and check the Alexa skill package."),
    "google": Place("assistant.cli.google:google_commands", "Connect Dialogflow."),
    "train": TRAIN,
    "eval": EVAL,
    "events": Place("assistant.cli.events:event_commands", "Look at what is known of what shoppers did."),
    "features": Place("assistant.cli.features:feature_commands", "Look at what the order of products is learned from."),
    "identity": Place(
        "assistant.cli.identity:identity_commands", "Look at who is taken for one person, and part who is not."
    ),
    "experiment": Place("assistant.cli.experiment:experiment_commands", "Try orders side by side on real shoppers."),
    "models": Place(
        "assistant.cli.models:model_commands",
        "Look at what was learned, and choose what is in use; gateways follow within two seconds.",
    ),
    "banners": Place("assistant.cli.banners:banner_commands", "Give the shop banners, and look at them."),
    "recommend": Place("assistant.cli.recommend:recommend_commands", "Make lists ahead, for where others show them."),
    "simulate": Place(
        "assistant.cli.simulate:simulate",
        "Send made-up shoppers through an open demo or development shop: they ask, click and buy by its public routes.",
    ),
    "monitor": Place(
        "assistant.cli.monitor:monitor",
        "Measures up to now and tells how the shop is doing; the exit code is 1 if somebody should know something.",
    ),
    "llm": Place("assistant.cli.language_model:llm_commands", "Look at what the language model costs."),
    "bench": BENCH,
}
