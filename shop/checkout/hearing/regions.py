"""Regions that are part of an address: the states of the US and the provinces of Canada, by name and by letters."""

US = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
CANADA = {
    "alberta": "AB", "british columbia": "BC", "manitoba": "MB", "new brunswick": "NB", "newfoundland": "NL",
    "newfoundland and labrador": "NL", "nova scotia": "NS", "ontario": "ON", "prince edward island": "PE",
    "quebec": "QC", "saskatchewan": "SK", "yukon": "YT", "nunavut": "NU", "northwest territories": "NT",
}  # fmt: skip
BY_COUNTRY = {"US": US, "CA": CANADA}
# As letters a region is never taken for a city.
SHORT_REGION = 2


def region_at_the_end(words: str, *, country: str) -> tuple[str, str]:
    """The words before it, and its letters; none where the words do not end in a region of the country."""
    regions = BY_COUNTRY.get(country, {})
    plain = words.strip(" ,.")
    for name in sorted(regions, key=len, reverse=True):
        if plain.lower() == name or plain.lower().endswith((f" {name}", f",{name}")):
            return plain[: len(plain) - len(name)].strip(" ,"), regions[name]
    before, _, last = plain.replace(",", " , ").rpartition(" ")
    if last.upper().replace(".", "") in regions.values():
        return before.replace(" , ", ", ").strip(" ,"), last.upper().replace(".", "")
    return plain, ""


def name_of(letters: str, *, country: str) -> str:
    names = {short: name for name, short in BY_COUNTRY.get(country, {}).items()}
    return names.get(letters, letters).title().replace(" Of ", " of ").replace(" And ", " and ")
