"""Tests: the French language pack, on three invented stories; every quotation is written out with its speaker."""

import pytest

from claims.extraction import extract
from claims.records.extractions import LanguageBasis, ReadAs
from claims.records.quotations import Proposal

FERRY = """\
Brume-sur-Mer : le bac reste à quai

Le bac de Brume-sur-Mer ne partira pas avant lundi. « Nous ne prendrons aucun risque », a déclaré mercredi Jeanne \
Roux, porte-parole de la mairie. « La coque est fissurée sur deux mètres », a-t-elle précisé à l’AFP. « Il faut \
attendre les experts. »

« On ne peut plus travailler, regrette Baptiste Morel, patron pêcheur, et personne ne nous répond. » Selon lui, \
« les aides promises ne sont jamais arrivées ».

Le directeur du port, Gaspard Thévenot, a reconnu : « Nous avons tardé à prévenir les équipages. » Il a toutefois \
assuré que « tout serait réparé avant la fin du mois ». « La sécurité passe avant le reste », a insisté M. Thévenot \
lors d’une conférence de presse.

« C’est une honte ! » s’est exclamée Solange Vidal, 62 ans, qui prend le bac chaque matin. « Et les enfants ? », \
demande-t-elle, avant d’ajouter : « Ils ont déjà manqué trois jours d’école. »

Le « petit bac », comme on l’appelle ici, date de 1961. Contactée par le Journal de la Côte, la préfecture a \
indiqué : « Une enquête est en cours. » La maire, Odile Lindon, se veut rassurante : « Le port rouvrira, je m’y \
engage. »

« Nous avons demandé une dérogation, explique le directeur. Elle nous a été refusée. »
"""

TRIAL = """\
« Je n’ai rien signé »

Au deuxième jour du procès, l’ancien trésorier Hector Balmain a nié les faits. « Je n’ai rien signé », a-t-il répété \
à la barre. « On m’a présenté des papiers, je les ai rangés dans un tiroir. »

« Vous étiez pourtant seul à détenir la clé », lui a rétorqué la présidente du tribunal, Mathilde Corvin. « C’est \
faux », a répondu l’accusé.

Pour Me Yann Kerouan, avocat de la défense, « ce dossier ne repose que sur des suppositions ». « Où sont les preuves ? \
a-t-il lancé. Où sont les témoins ? »

« Mon client est un homme ruiné », a plaidé Me Kerouan. La procureure, Élise Varin, n’a pas été convaincue : \
« Les comptes parlent d’eux-mêmes. »

Interrogée à la sortie de l’audience, Inès Daubrac, partie civile, a confié à Radio Brume : « J’attends des excuses. »

« Cet argent était celui des familles », dénonce-t-elle. « Il nous manque toujours », soupire à ses côtés une \
ancienne bénévole.

“Nous ferons appel si nécessaire”, prévient son avocate, Clémence Astier. "Le jugement sera rendu le 3 mars", a \
fait savoir le tribunal dans un communiqué.

« Une page se tourne », conclut Inès Daubrac. D’après Clémence Astier, « la somme réclamée dépasse un million ».
"""

WATER = """\
L’eau du lac de nouveau potable

« L’eau du lac est de nouveau potable », a annoncé vendredi la ministre de la Santé Hortense Delmas. « Toutes les \
analyses sont conformes », a-t-elle ajouté dans un message publié sur X.

« La situation est sous contrôle, assure-t-on à la préfecture. Les prélèvements continueront. »

Les riverains restent prudents. « Nous continuerons d’acheter des bouteilles », répète Colette Brisard. \
« On nous a menti trop longtemps », s’indigne leur voisin, Octave Perrin.

« Il n’y a jamais eu de danger », soutient pourtant le président de la Compagnie des eaux, Félix Aubertin, dans un \
entretien accordé au quotidien L’Écho des Lacs. « Jamais », martèle-t-il.

« Faux », rétorque Nina Solal, biologiste à l’université de Brume. « Les seuils ont été dépassés en juin, rappelle \
la biologiste, et la Compagnie le savait. »

Le maire écologiste Tristan Keller a, de son côté, estimé que « la confiance ne se décrète pas ». « Elle se \
mérite », a-t-il poursuivi. « Nous publierons chaque semaine les résultats », a promis l’élu.

« Les bouteilles nous coûtent cent euros par mois », a calculé Colette Brisard.

« Nous n’avons rien à cacher, a conclu M. Aubertin.

« Nos registres sont ouverts à tous. »
"""

# The words, without their marks, the speaker as resolved, and the cue as printed; "" where there is none.
Row = tuple[str, str, str]
EXPECTED: dict[str, list[Row]] = {
    FERRY: [
        ("Nous ne prendrons aucun risque", "Jeanne Roux", "a déclaré"),
        ("La coque est fissurée sur deux mètres", "Jeanne Roux", "a-t-elle précisé"),
        ("Il faut attendre les experts.", "Jeanne Roux", ""),
        ("On ne peut plus travailler, | et personne ne nous répond.", "Baptiste Morel", "regrette"),
        ("les aides promises ne sont jamais arrivées", "Baptiste Morel", "Selon"),
        ("Nous avons tardé à prévenir les équipages.", "Gaspard Thévenot", "a reconnu"),
        ("tout serait réparé avant la fin du mois", "Gaspard Thévenot", "a toutefois assuré"),
        ("La sécurité passe avant le reste", "Gaspard Thévenot", "a insisté"),
        ("C’est une honte !", "Solange Vidal", "s’est exclamée"),
        ("Et les enfants ?", "Solange Vidal", "demande-t-elle"),
        ("Ils ont déjà manqué trois jours d’école.", "Solange Vidal", "ajouter"),
        ("Une enquête est en cours.", "la préfecture", "a indiqué"),
        ("Le port rouvrira, je m’y engage.", "Odile Lindon", ""),
        ("Nous avons demandé une dérogation,", "Gaspard Thévenot", "explique"),
        ("Elle nous a été refusée.", "Gaspard Thévenot", ""),
    ],
    TRIAL: [
        ("Je n’ai rien signé", "", ""),
        ("Je n’ai rien signé", "Hector Balmain", "a-t-il répété"),
        ("On m’a présenté des papiers, je les ai rangés dans un tiroir.", "Hector Balmain", ""),
        ("Vous étiez pourtant seul à détenir la clé", "Mathilde Corvin", "lui a rétorqué"),
        ("C’est faux", "l’accusé", "a répondu"),
        ("ce dossier ne repose que sur des suppositions", "Yann Kerouan", "Pour"),
        ("Où sont les preuves ?", "Yann Kerouan", "a-t-il lancé"),
        ("Où sont les témoins ?", "Yann Kerouan", ""),
        ("Mon client est un homme ruiné", "Yann Kerouan", "a plaidé"),
        ("Les comptes parlent d’eux-mêmes.", "Élise Varin", ""),
        ("J’attends des excuses.", "Inès Daubrac", "a confié"),
        ("Cet argent était celui des familles", "Inès Daubrac", "dénonce-t-elle"),
        ("Il nous manque toujours", "une ancienne bénévole", "soupire"),
        ("Nous ferons appel si nécessaire", "Clémence Astier", "prévient"),
        ("Le jugement sera rendu le 3 mars", "le tribunal", "a fait savoir"),
        ("Une page se tourne", "Inès Daubrac", "conclut"),
        ("la somme réclamée dépasse un million", "Clémence Astier", "D’après"),
    ],
    WATER: [
        ("L’eau du lac est de nouveau potable", "Hortense Delmas", "a annoncé"),
        ("Toutes les analyses sont conformes", "Hortense Delmas", "a-t-elle ajouté"),
        ("La situation est sous contrôle,", "", "assure-t-on"),
        ("Les prélèvements continueront.", "", ""),
        ("Nous continuerons d’acheter des bouteilles", "Colette Brisard", "répète"),
        ("On nous a menti trop longtemps", "Octave Perrin", "s’indigne"),
        ("Il n’y a jamais eu de danger", "Félix Aubertin", "soutient"),
        ("Jamais", "Félix Aubertin", "martèle-t-il"),
        ("Faux", "Nina Solal", "rétorque"),
        ("Les seuils ont été dépassés en juin, | et la Compagnie le savait.", "Nina Solal", "rappelle"),
        ("la confiance ne se décrète pas", "Tristan Keller", "a, de son côté, estimé"),
        ("Elle se mérite", "Tristan Keller", "a-t-il poursuivi"),
        ("Nous publierons chaque semaine les résultats", "l’élu", "a promis"),
        ("Les bouteilles nous coûtent cent euros par mois", "Colette Brisard", "a calculé"),
        ("Nous n’avons rien à cacher,", "Félix Aubertin", "a conclu"),
        ("Nos registres sont ouverts à tous.", "Félix Aubertin", ""),
    ],
}
MARKS = ' \u00a0\u202f"“”«»'


def printed(text: str, proposal: Proposal) -> str:
    return " | ".join(text[span.start : span.end].strip(MARKS) for span in proposal.spans)


def rows(text: str) -> list[Row]:
    return [(printed(text, p), p.resolved, p.cue.text if p.cue else "") for p in extract(text).proposals]


def test_the_stories_hold_more_than_forty_quotations() -> None:
    assert sum(len(expected) for expected in EXPECTED.values()) > 40


@pytest.mark.parametrize("story", EXPECTED, ids=("ferry", "trial", "water"))
def test_every_quotation_is_found_with_its_speaker_and_nothing_else(story: str) -> None:
    assert rows(story) == EXPECTED[story]


@pytest.mark.parametrize("story", EXPECTED, ids=("ferry", "trial", "water"))
@pytest.mark.parametrize("space", ["\u00a0", "\u202f", ""])
def test_the_spaces_inside_the_marks_do_not_matter(story: str, space: str) -> None:
    copy = story.replace("« ", "«" + space).replace(" »", space + "»").replace(" ?", space + "?")
    expected = [(words.replace(" ?", space + "?"), speaker, cue) for words, speaker, cue in EXPECTED[story]]
    assert rows(copy) == expected


def test_a_french_text_is_recognised_and_read_whole() -> None:
    assert extract(FERRY).read_as == ReadAs("fr", LanguageBasis.RECOGNISED, is_whole=True)
    assert extract(FERRY, language="fr-CA").read_as == ReadAs("fr", LanguageBasis.GIVEN, is_whole=True)
