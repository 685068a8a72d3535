"""What is known of somebody who might take part, and the words for it."""

from dataclasses import dataclass, field

#: What a gender can be said to be, by the names that an expression may give it.
GENDERS = {
    "m": "m",
    "male": "m",
    "f": "f",
    "female": "f",
    "o": "o",
    "other": "o",
    "na": "na",
    "n/a": "na",
}
GENDER_NAMES = {"m": "male", "f": "female", "o": "other", "na": "not told"}
CONDITIONS = {
    "autism_spectrum_disorder": "autism spectrum disorder",
    "deaf": "deaf",
    "hearing_impairment": "hearing impairment",
    "dyslexia": "dyslexia",
    "multiple_birth": "multiple birth (twin, triplet …)",
}
#: By ISO 639-1 where there is a code of two letters, else by ISO 639-3.
LANGUAGES = {
    "af": "Afrikaans",
    "am": "Amharic",
    "ar": "Arabic",
    "as": "Assamese",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bho": "Bhojpuri",
    "bn": "Bengali",
    "bs": "Bosnian",
    "ca": "Catalan",
    "ceb": "Cebuano",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gan": "Gan Chinese",
    "gl": "Galician",
    "gu": "Gujarati",
    "ha": "Hausa",
    "hak": "Hakka Chinese",
    "he": "Hebrew",
    "hi": "Hindi",
    "hne": "Chhattisgarhi",
    "hr": "Croatian",
    "ht": "Haitian Creole",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "ig": "Igbo",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "jv": "Javanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "km": "Khmer",
    "kn": "Kannada",
    "ko": "Korean",
    "ku": "Kurdish",
    "lo": "Lao",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mai": "Maithili",
    "mag": "Magahi",
    "mg": "Malagasy",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mn": "Mongolian",
    "mr": "Marathi",
    "ms": "Malay",
    "my": "Burmese",
    "nan": "Min Nan Chinese",
    "ne": "Nepali",
    "nl": "Dutch",
    "no": "Norwegian",
    "ny": "Chewa",
    "om": "Oromo",
    "or": "Odia",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "qu": "Quechua",
    "rom": "Romani",
    "ro": "Romanian",
    "ru": "Russian",
    "rw": "Kinyarwanda",
    "sd": "Sindhi",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovene",
    "sn": "Shona",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "su": "Sundanese",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "ug": "Uyghur",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
    "wuu": "Wu Chinese",
    "xh": "Xhosa",
    "yi": "Yiddish",
    "yo": "Yoruba",
    "yue": "Cantonese",
    "zh": "Mandarin Chinese",
    "zu": "Zulu",
}
#: Weeks of pregnancy: fewer than the first, or the last and more, are each one answer.
FEWEST_WEEKS, MOST_WEEKS = 24, 40


@dataclass(frozen=True)
class Person:
    """What somebody told: an age in days, and the rest as far as it was told."""

    age_in_days: int
    #: One of the values of GENDERS.
    gender: str = "na"
    #: Whole weeks; None if it is not known.
    gestational_age_in_weeks: int | None = None
    #: Keys of LANGUAGES.
    languages: frozenset[str] = frozenset()
    #: Keys of CONDITIONS.
    conditions: frozenset[str] = frozenset()
    #: The uuids of the studies in which the person has taken part.
    participated: frozenset = field(default_factory=frozenset)

    @property
    def weeks(self) -> int | None:
        """The weeks as they are asked for: from 23, which stands for fewer than 24, to 40 and more."""
        weeks = self.gestational_age_in_weeks
        return None if weeks is None else min(max(weeks, FEWEST_WEEKS - 1), MOST_WEEKS)
