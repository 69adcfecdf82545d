"""The English words that questions are read by, as sets and tables."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


COPULAS = _set("is are was were be")
AUXILIARIES = COPULAS | _set(
    "am do does did has have had can could will would shall should may might must"
)
DETERMINERS = _set("the a an this that these those its their his her our my your all some any")
PREPOSITIONS = _set(
    "of in on at to for by with from as during after before between under over about into through"
    " among against within since until near around per"
)
RELATIVES = _set("who which that when where whose and or if because while not did")
OPENERS = PREPOSITIONS | _set("and but so please then ok okay well now also tell me show")
COUNTED = _set("two three four five six seven eight nine ten all some several both")
SUPERLATIVE = _set("most least largest biggest highest best first last main oldest longest")
IRREGULAR_PASTS = _set(
    "won led became made took held gave wrote ran began came went said saw met got built sold paid"
    " sent left lost found beat fought stood kept brought taught bought thought spoke grew drew"
    " knew threw sang rose fell chose broke drove ate hit cut put set let does happens happened"
    " born died"
)
PLURALS = _set("people men women children countries species criteria data")
LIGHT = _set("name names title kind kinds type types sort sorts form forms")
ENUMERABLE = _set(
    "members steps requirements options priorities reasons types kinds examples advantages benefits"
    " features rules aims objectives goals topics economies participants responsibilities symptoms"
)
SPENT = _set(
    "cost costs spend spent pay pays paid earn earned earns charge charged worth price sold sell"
    " raise raised donate donated donation money owe owed invest invested"
)
MONEY_UNITS = _set("money dollars euros pounds yen yuan usd eur gbp francs rubles rupees")
MEASURES = {
    **dict.fromkeys(["long"], "duration"),
    **dict.fromkeys(["often", "frequently", "regularly"], "frequency"),
    **dict.fromkeys(
        "old far tall large big high deep wide fast heavy hot cold small thick quickly few short"
        " low great young hard strong loud".split(),
        "number",
    ),
}
CONTACT_LABELS = "phone telephone email e-mail mail website url fax"
NOUNS = {
    "person": (
        "person people man woman boy girl president king queen emperor pope author writer poet"
        " singer actor actress director leader founder inventor scientist artist composer"
        " philosopher general commander minister chair chairman chairwoman chairperson ceo"
        " governor mayor senator politician judge player coach quarterback professor teacher"
        " historian architect engineer explorer musician rapper producer designer brother"
        " sister wife husband father mother son daughter spouse owner winner scholar economist"
        " physicist mathematician biologist chemist psychologist anthropologist archaeologist"
        " theologian monarch ruler prince princess duke host individual celebrity character"
        " official officer secretary ambassador spokesman spokeswoman spokesperson editor"
        " creator successor predecessor heir saint monk priest bishop journalist figure"
    ),
    "name": (
        "name title nickname term word acronym organisation organization company corporation"
        " agency institution university college school team party band group song album film"
        " movie book novel newspaper magazine language religion award show series channel"
        " network station act law treaty document theory religion brand ship battle war"
    ),
    "place": (
        "place city country state town village location region continent area province county"
        " river lake ocean sea island mountain capital street venue headquarters nation"
        " district neighborhood neighbourhood site territory valley peninsula building museum"
        " stadium airport economy hometown birthplace"
    ),
    "date": "date day month century decade era period time deadline birthday season",
    "year": "year",
    "number": (
        "number population count total quantity size height weight distance temperature speed"
        " age depth width elevation area ratio score density rank capacity altitude diameter"
        " wavelength voltage ranking mass volume latitude longitude"
    ),
    "money": (
        "price cost salary budget fee revenue income gdp wage tax fine worth money profit"
        " expense payment debt dollar euro"
    ),
    "percentage": "percent percentage proportion fraction share rate portion",
    "duration": "duration length lifespan",
    "frequency": "frequency",
    "contact": f"contact contacts {CONTACT_LABELS}",
    "reason": "reason cause causes reasons purpose motive rationale",
    "definition": "definition meaning",
    "list": "list",
}
PRONOUNS = _set(
    "i you he she it we they me him us them mine yours hers ours theirs one there here himself"
    " herself itself themselves who whom whose which what"
)
FUNCTION_WORDS = (
    AUXILIARIES
    | DETERMINERS
    | PREPOSITIONS
    | RELATIVES
    | PRONOUNS
    | _set(
        "but nor so yet as than then while although though however also thus hence therefore both"
        " each every either neither no not only such many much more most other another several few"
        " how why too very just even still again once upon up down out off over above below along"
        " across behind beyond despite due like such been being having let whether according"
        " additionally moreover furthermore meanwhile finally later today now often sometimes"
        " unlike upon what's it's that's there's for further"
    )
)
MONTHS = (
    "january february march april may june july august september october november december"
).split()
NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred thousand million billion trillion dozen half"
).split()
QUESTION_WORDS = _set("who whom whose what which when where why how")
CONJUNCTIONS = _set(
    "and or but because if while although that than so then as whether when after before"
)
VERBS = _set(
    "accept achieve adopt advise affect agree aim allow announce appear apply approve arrive ask"
    " attack attend attract award base be become begin believe belong bring build buy call cancel"
    " carry cause celebrate change choose claim close collect come compete complete configure"
    " connect consider consist contain continue contribute control cost cover create cross decide"
    " declare defeat define delete describe design destroy develop die differ discover discuss"
    " divide earn eat elect emerge employ enable encourage end enjoy enter establish exist expand"
    " expect experience explain export fail fall feature feel fight find finish fly focus follow"
    " form found function gain get give go graduate grow handle happen have help hold host identify"
    " import improve include increase influence inspire install intend introduce invade invent"
    " invest invite involve join keep kill know last launch lead learn leave lie like live lose"
    " make marry mean measure meet mention merge move need obtain occur offer open operate oppose"
    " own participate pass pay perform play prefer prevent produce promise promote propose protect"
    " prove provide publish purchase put reach read receive recognize recommend record refer refuse"
    " reject relate release remain remove replace represent require resign respond result retire"
    " return reveal rise rule run say see seek sell send serve set show sign sing speak spend"
    " spread stand start state stay stop study succeed suffer suggest support take teach tell test"
    " think treat try turn understand update upgrade use visit vote want win work write"
)
PARTICIPLES = {
    "wrote": "written", "writes": "written", "led": "led", "leads": "led", "won": "won",
    "wins": "won", "made": "made", "makes": "made", "took": "taken", "takes": "taken",
    "held": "held", "holds": "held", "gave": "given", "gives": "given", "ran": "run",
    "runs": "run", "began": "begun", "saw": "seen", "built": "built", "builds": "built",
    "sold": "sold", "sells": "sold", "sent": "sent", "sends": "sent", "found": "found",
    "founds": "founded", "beat": "beaten", "brought": "brought", "taught": "taught",
    "bought": "bought", "chose": "chosen", "drew": "drawn", "sang": "sung", "sings": "sung",
    "broke": "broken", "drove": "driven", "drives": "driven", "set": "set", "sets": "set",
    "paid": "paid", "pays": "paid", "spoke": "spoken", "threw": "thrown", "lost": "lost",
    "left": "left", "fought": "fought", "knew": "known", "became": "become", "said": "said",
}  # fmt: skip
ATTRIBUTES = _set(
    "population size area number age name names purpose aim aims date deadline location address"
    " author founder leader president director chair chairman chairperson ceo head host owner"
    " members member membership headquarters cost price budget salary history origin meaning"
    " definition cause causes reason reasons result results outcome effect effects impact role"
    " goal goals objective objectives capital currency language climate economy advantages"
    " disadvantages benefits requirements exceptions rules limit limits length height weight speed"
    " temperature value rate theme topic title background weather menu default syntax version"
    " penalty fee status duration winner secretary editor publisher"
)
EVENTS = _set(
    "meeting meetings event events summit conference war battle treaty agreement election match"
    " game tournament festival project programme program policy report talks negotiations"
    " delegation officials leaders team group company organisation organization forum mission"
    " expedition film movie book novel album song series act law dispute crisis protest strike"
)
TIME_NOUNS = _set("year month day date century decade era period time week season")
DUMMIES = _set(
    "possible impossible true necessary important common difficult easy hard likely unlikely better"
    " best safe preferred believed said known thought discovered estimated allowed legal illegal ok"
    " okay rain raining snowing like worth fair clear"
)
